"""What keeps the dbt project in order, read from its manifest and files: layers, names, keys, clocks, audiences."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from orchestration.manifest import ensure_manifest
from tests.dbt.project import PROJECT

LAYERS = ("staging", "intermediate", "star", "marts", "audit")
# Counts about regions rest on marts, and marts on them; dbt itself refuses a circle.
RANK = {layer: rank for rank, layer in enumerate(LAYERS)} | {"comparison": LAYERS.index("marts")}
PREFIX = {
    "staging": r"stg_[a-z]+(_[a-z]+)*__\w+",
    "intermediate": r"int_\w+__\w+",
    "star": r"(dim|fct|bridge)_\w+",
    "comparison": r"int_(measure|comparison|disclosure|objectivity|appraisal)__\w+",
    "marts": r"mart_\w+",
    "audit": r"audit_\w+",
}
# Dimensions of codes and rules: their source is a seed.
FROM_SEEDS = {"dim_rank", "dim_region", "dim_rule", "dim_training", "audit_rule_version"}
CLOCK = r"\b(current_date|current_timestamp|current_time|now|today|getdate|localtimestamp|random|uuid)\b\s*\(?"
# What only one engine knows (outside macros/engine).
FOREIGN = {
    "qualify": r"\bqualify\b",
    "cast by ::": r"::",
    "group by all": r"group\s+by\s+all",
    "star with exclude or replace": r"\*\s+(exclude|replace)\b",
    "unordered pick": r"\b(any_value|first|last)\s*\(",
    "engine date parsing": r"\bstrptime\b",
    "columns by pattern": r"\bcolumns\s*\(",
    "pivot": r"\bpivot\b",
}


@pytest.fixture(scope="module")
def manifest() -> dict:
    return json.loads(ensure_manifest().read_text())


@pytest.fixture(scope="module")
def models(manifest) -> dict[str, dict]:
    return {n["name"]: n for n in manifest["nodes"].values() if n["resource_type"] == "model"}


def layer(node: dict) -> str:
    return Path(node["original_file_path"]).parts[1]


def sql_of(node: dict) -> str:
    """The model's SQL without comments."""
    return re.sub(r"--[^\n]*", "", re.sub(r"\{#.*?#\}", "", node["raw_code"], flags=re.S))


def test_layers_point_one_way(models, manifest):
    wrong = []
    for name, node in models.items():
        for parent_id in node["depends_on"]["nodes"]:
            parent = manifest["nodes"].get(parent_id)
            if parent and parent["resource_type"] == "model" and RANK[layer(parent)] > RANK[layer(node)]:
                wrong.append(f"{name} ({layer(node)}) reads {parent['name']} ({layer(parent)})")
    assert wrong == []


def test_only_staging_and_the_run_read_landing(models):
    """Extracts enter through staging; other layers may read the scope and the run, which are no extracts."""
    wrong = [
        f"{name} reads {parent}"
        for name, node in models.items()
        for parent in node["depends_on"]["nodes"]
        if parent.startswith("source.") and layer(node) != "staging" and not parent.endswith((".scope", ".run"))
    ]
    assert wrong == []


def test_every_model_reaches_a_source(models, manifest):
    def reaches(node_id: str, seen: set[str]) -> bool:
        if node_id.startswith("source."):
            return True
        if node_id in seen or node_id not in manifest["nodes"]:
            return False
        seen.add(node_id)
        return any(reaches(parent, seen) for parent in manifest["nodes"][node_id]["depends_on"].get("nodes", []))

    lost = {name for name, node in models.items() if not reaches(node["unique_id"], set())}
    assert lost == FROM_SEEDS


def test_names(models):
    wrong = [n for n, node in models.items() if not re.fullmatch(PREFIX[layer(node)], n)]
    assert wrong == []


def test_each_model_has_its_own_yml_and_header(models):
    for name, node in models.items():
        path = PROJECT / node["original_file_path"]
        assert path.with_suffix(".yml").is_file(), name
        assert node["patch_path"].endswith(f"/{name}.yml"), name
        assert path.read_text().lstrip("-# ").startswith("Grain: "), f"{name}: the first line states the grain"


def test_each_model_and_seed_has_a_key_test(manifest):
    keyed = set()
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test" and node.get("test_metadata", {}).get("name") == "grain":
            keyed.add(node["attached_node"])
    without = [
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed") and node["unique_id"] not in keyed
    ]
    # audit_row_residual lists what is wrong; a version is published only while it is empty.
    # The rows of int_promotion__criteria, a view, are those of mart_promotion_criteria.
    assert sorted(without) == ["audit_row_residual", "int_promotion__criteria"]


def test_every_column_is_described_and_typed(models, manifest):
    for name, node in models.items():
        assert node["description"], name
        assert node["columns"], name
        for column in node["columns"].values():
            assert column["description"] not in ("", "?"), f"{name}.{column['name']}"
        if layer(node) in ("star", "marts", "audit"):
            assert node["config"]["contract"]["enforced"], name
    for node in manifest["nodes"].values():
        if node["resource_type"] == "seed":
            types = node["config"]["column_types"]
            header = (PROJECT / node["original_file_path"]).read_text().splitlines()[0].split(",")
            assert sorted(types) == sorted(header), f"{node['name']}: every column of a seed is typed"


def test_no_clock_and_nothing_random(models):
    found = [f"{name}: {hit[0]}" for name, node in models.items() if (hit := re.search(CLOCK, sql_of(node), re.I))]
    assert found == []


def test_sql_runs_on_other_engines_too(models):
    found = [
        f"{name}: {what}"
        for name, node in models.items()
        for what, pattern in FOREIGN.items()
        if re.search(pattern, sql_of(node), re.I)
    ]
    assert found == []


def test_no_star_in_the_last_select(models):
    found = []
    for name, node in models.items():
        last = re.split(r"(?m)^select\b", sql_of(node))[-1]
        columns = re.split(r"(?m)^from\b", last)[0]
        if re.search(r"(?m)(^|,)\s*(\w+\.)?\*\s*(,|$)", columns):
            found.append(name)
    assert found == []


def test_every_published_relation_names_its_audience_and_order(models):
    for name, node in models.items():
        if layer(node) in ("star", "marts", "audit"):
            assert node["config"]["meta"].get("audience") in ("restricted", "public"), name
            grain = node["config"]["meta"].get("grain")
            assert grain and set(grain) <= set(node["columns"]), name


def test_relations_of_the_star_are_tested(manifest, models):
    """Each foreign key of a fact has its relationships test."""
    tested = set()
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test" and node.get("test_metadata", {}).get("name") == "relationships":
            tested.add((manifest["nodes"][node["attached_node"]]["name"], node["column_name"]))
    keys = {
        n: list(models[n]["config"]["meta"]["grain"])[0]
        for n in models
        if n.startswith("dim_") and n.endswith(("employee", "position", "rank", "unit", "vacancy"))
    }
    missing = [
        f"{name}.{key}"
        for name, node in models.items()
        if name.startswith(("fct_", "bridge_"))
        for key in keys.values()
        if key in node["columns"] and (name, key) not in tested
    ]
    assert missing == []


def test_intervals_are_proved_without_overlap(manifest, models):
    proved = {
        manifest["nodes"][node["attached_node"]]["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and node.get("test_metadata", {}).get("name") == "no_overlap"
    }
    spells = {n for n, node in models.items() if n.endswith("__spells") or n == "fct_career_interval"}
    # Punishments may run side by side.
    assert spells - {"int_discipline__spells"} <= proved


def test_a_regulation_has_no_number_in_sql(models):
    """Years of service, golongan, months and bands stand in seeds/rules: no model compares with such a literal."""
    for name, node in models.items():
        if layer(node) not in ("intermediate", "marts"):
            continue
        text = sql_of(node)
        assert not re.search(r"'(I|II|III|IV)/[a-e]'", text), f"{name}: a golongan in SQL"
        assert not re.search(r"date '20(0[1-9]|[1-4]\d)-", text), f"{name}: a date of a regulation in SQL"


def test_every_rule_table_is_in_dim_rule_and_read_as_it_says(manifest, models):
    """rule_set_version covers every table; a table that verdicts, checks or texts rest on is read, others are shown only."""
    seeds = {
        node["unique_id"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "seed" and Path(node["original_file_path"]).parts[1] == "rules"
    }
    assert set(seeds) <= set(models["dim_rule"]["depends_on"]["nodes"])
    read = {parent for name, node in models.items() if name != "dim_rule" for parent in node["depends_on"]["nodes"]}
    shown_only = {node["name"] for key, node in seeds.items() if key not in read}
    assert shown_only == {node["name"] for node in seeds.values() if node["config"]["meta"].get("read_by") == "docs"}


ABOUT_A_PERSON = {"employee_key", "nip", "employee_name", "true_people", "src_row_ids"}


def test_public_marts_rest_on_protected_counts(models):
    """From each public mart upwards, as far as the models that protect counts, no relation has a column about a person."""
    wrong = []
    for name, node in models.items():
        if (node["config"]["meta"] or {}).get("audience") != "public":
            continue
        ahead, seen = [name], set()
        while ahead:
            one = ahead.pop()
            seen.add(one)
            told = ABOUT_A_PERSON & set(models[one]["columns"])
            if one.startswith("int_disclosure__"):
                continue
            wrong += [f"{name} reads {one}, which tells {sorted(told)}"] if told else []
            parents = (p.rsplit(".", 1)[1] for p in models[one]["depends_on"]["nodes"] if p.startswith("model."))
            ahead += [p for p in parents if p not in seen and not p.startswith("dim_")]
    assert wrong == []


TOLD_WITH_A_NUMBER = {
    "method_version", "n", "numerator", "denominator", "value", "ci_lower", "ci_upper", "ci_method", "is_suppressed",
    "suppression_reason", "is_synthetic",
}  # fmt: skip


def test_no_public_number_without_its_basis(models):
    """By contract every public figure has what it rests on, how sure it is, whether it is withheld and whether it is synthetic."""
    public = {name for name, node in models.items() if (node["config"]["meta"] or {}).get("audience") == "public"}
    figures = {name for name in public if "value" in models[name]["columns"]}
    assert figures >= {
        "mart_region_comparison",
        "mart_region_difference",
        "mart_training_access",
        "mart_ekinerja_adoption",
    }
    lacking = {name: sorted(TOLD_WITH_A_NUMBER - set(models[name]["columns"])) for name in sorted(figures)}
    assert {name: columns for name, columns in lacking.items() if columns} == {}
    assert all(models[name]["config"]["contract"]["enforced"] for name in figures)
    restricted = {"mart_promotion_objectivity", "mart_performance_distribution"}
    for name in restricted:
        method = {"ci_method"} if "ci_method" in models[name]["columns"] else {"method"}
        assert (TOLD_WITH_A_NUMBER - {"ci_method", "suppression_reason"} | method) <= set(models[name]["columns"]), name
    marked = {name for name in models if name.startswith("mart_")}
    assert {name for name in marked if "is_synthetic" not in models[name]["columns"]} <= {"mart_promotion_criteria"}
    assert {name for name in public - figures if name.startswith("mart_")} == set()
