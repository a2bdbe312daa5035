"""Performance appraisals under each regime, from the SIASN web service."""

from orchestration.assets.landing import source_assets

assets = source_assets(
    "e_kinerja",
    owner="team:kinerja",
    contents={
        "rw_skp22": "Appraisals from 2022 on: ratings of result and behaviour, predikat, appraiser.",
        "rw_skp": "Appraisals before 2022: scores under PP 46/2011 and PP 30/2019.",
        "rekap_skp": "Appraisals of each period as the e-Kinerja export tells them, drafts too.",
        "umpan_balik": "Feedback on appraisals and objections to them, with the days of filing and decision.",
        "rw_kinerjaperiodik": "Monthly and quarterly appraisals of each person asked.",
        "penilaian_360": "Scores that superiors, peers, subordinates and the person gave on behaviour; raters are codes.",
        "kegiatan_harian": "Daily activities with begin, end and what was realised.",
    },
)
