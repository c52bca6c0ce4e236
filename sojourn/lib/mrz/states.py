"""Codes that may stand where a zone names a State. Source: ICAO Doc 9303-3, section 5."""

from enum import StrEnum

_ISO = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR
BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL
COM CPV CRI CUB CUW CXR CYM CYP CZE DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA
FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI
HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN
LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP
MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER
PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV
SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN
TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
"""


class Status(StrEnum):
    """What a code in the place of the nationality says when it names no nationality."""

    STATELESS = "stateless"  # XXA, Convention of 1954
    REFUGEE = "refugee"  # XXB, Convention of 1951 and Protocol of 1967
    OTHER_REFUGEE = "other-refugee"  # XXC
    UNSPECIFIED = "unspecified"  # XXX; unknown, which is not stateless


STATUSES = {
    "XXA": Status.STATELESS,
    "XXB": Status.REFUGEE,
    "XXC": Status.OTHER_REFUGEE,
    "XXX": Status.UNSPECIFIED,
}

ORGANISATIONS = frozenset(
    ["EUE", "UNA", "UNK", "UNO", "XBA", "XCC", "XCE", "XCO", "XDC", "XEC", "XES", "XIM", "XMP", "XOM", "XPO"]
)
"""Organisations that issue travel documents, and UNK, which the UN mission in Kosovo used."""

BRITISH = frozenset({"GBD", "GBN", "GBO", "GBP", "GBS"})
"""Kinds of British nationality other than citizen."""

SPECIMEN = "UTO"

OTHER_SPELLING = {"DEU": "D", "GER": "D", "XKX": "RKS", "XKK": "RKS"}
"""Codes people and scanners give for States that Doc 9303 writes differently."""

KNOWN = frozenset(_ISO.split()) | frozenset(STATUSES) | ORGANISATIONS | BRITISH | {"D", "RKS", SPECIMEN}


def is_known_state(code: str) -> bool:
    """Whether Doc 9303 has the code; Germany is `D`, Kosovo `RKS`."""
    return code in KNOWN


def status_of(code: str) -> Status | None:
    """The status a code stands for, or None for a nationality."""
    return STATUSES.get(code)
