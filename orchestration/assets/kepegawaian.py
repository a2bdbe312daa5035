"""Personnel records: the SIASN profile export, the histories of the SIASN web service, local examination lists."""

from orchestration.assets.landing import source_assets

assets = source_assets(
    "kepegawaian",
    owner="team:kepegawaian",
    contents={
        "profil_asn": "Everyone employed on the day of the extract: the SIASN export Profil ASN.",
        "rw_golongan": "History of ranks (golongan) of each person asked.",
        "rw_jabatan": "History of positions of each person asked.",
        "rw_pendidikan": "History of education of each person asked.",
        "rw_hukdis": "Disciplinary punishments of each person asked; an empty answer means none.",
        "ujian": "Examinations passed: ujian dinas, KPPI, UKOM, recorded degrees. A list kept by the agency.",
        "rw_angkakredit": "Credit decisions (PAK) of the holders of functional posts asked, with the months assessed.",
        "kebutuhan_jabatan": "Posts needed and filled, by position, jenjang and unit: where a vacancy is.",
        "rw_penghargaan": "Awards of each person asked; an empty answer means none.",
        "hierarki_unor": "The tree of work units: each unit and the one above it.",
    },
)
