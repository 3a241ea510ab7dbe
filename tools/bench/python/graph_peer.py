"""What a user would write with pandas and the driver's UNWIND loop, timed as one JSON line.

Usage: graph_peer.py FOLDER [SERVER_PID]    # award_data.csv, as `simulator seed sbir` writes it

Loads the same kinds of node and relationship as ours, but FOLLOWS, into the graph of NEO4J_URI; then
once more. No row hashes, no sweep, no counts of what changed, no cursor, and no bridge from DUNS to
UEI: a company is its UEI, else its DUNS, else its name in lower case.
"""

import hashlib
import json
import os
import resource
import sys
import time

import neo4j
import pandas as pd

BATCH_ROWS = 10_000
KEYS = {
    "Award": "award_key",
    "Company": "company_id",
    "Researcher": "researcher_id",
    "ResearchInstitution": "name",
}
INDEXES = {
    "Award": ["award_id", "award_date"],
    "Company": ["name", "normalized_name", "uei", "duns"],
    "Researcher": ["name"],
}
RENAMED = {
    "Company": "company_name",
    "Award Title": "award_title",
    "Agency": "agency",
    "Branch": "branch",
    "Phase": "phase",
    "Program": "program",
    "Agency Tracking Number": "agency_tracking_number",
    "Contract": "contract",
    "Proposal Award Date": "award_date",
    "Contract End Date": "contract_end_date",
    "Solicitation Number": "solicitation_number",
    "Topic Code": "topic_code",
    "Award Year": "award_year",
    "Award Amount": "award_amount",
    "UEI": "company_uei",
    "Duns": "company_duns",
    "Abstract": "abstract",
    "PI Name": "principal_investigator",
    "RI Name": "research_institution",
}
LINKS = [
    ("awards-to", "Award", "award_key", "AWARDS", "Company", "company_id"),
    ("conducted-at", "Award", "award_key", "CONDUCTED_AT", "ResearchInstitution", "research_institution"),
    ("researched-by", "Award", "award_key", "RESEARCHED_BY", "Researcher", "researcher_id"),
    ("worked-on", "Researcher", "researcher_id", "WORKED_ON", "Award", "award_key"),
    ("worked-at", "Researcher", "researcher_id", "WORKED_AT", "Company", "company_id"),
]


def read(folder):
    """Awards with their keys and values, as pandas and a user would have them."""
    awards = pd.read_csv(os.path.join(folder, "award_data.csv"), dtype=str, on_bad_lines="skip")
    awards = awards.apply(lambda column: column.str.strip())
    amount = pd.to_numeric(awards["Award Amount"].str.replace(r"[$,]", "", regex=True), errors="coerce")
    awards["Award Amount"] = amount
    awards = awards[amount > 0]
    awards["Award Year"] = pd.to_numeric(awards["Award Year"], errors="coerce").astype("Int64")
    for column in ["Proposal Award Date", "Contract End Date"]:
        awards[column] = pd.to_datetime(awards[column], errors="coerce").dt.date
    name = awards["Company"].str.lower()
    awards["company_id"] = awards["UEI"].fillna("DUNS:" + awards["Duns"]).fillna("NAME:" + name)
    person = awards["PI Name"].str.lower() + "|" + awards["PI Email"].fillna("").str.lower()
    awards["researcher_id"] = person.map(digest, na_action="ignore")
    identity = ["Agency", "Phase", "Contract", "Agency Tracking Number", "Award Year", "Award Title"]
    awards["award_key"] = awards[identity].fillna("").astype(str).agg("|".join, axis=1).map(digest)
    awards["award_id"] = awards["Agency Tracking Number"].fillna(awards["Contract"])
    return awards.rename(columns=RENAMED).drop_duplicates("award_key", keep="last")


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def records(frame):
    """Rows as the driver takes them, with None for what is absent."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def nodes(awards):
    """Label, then its rows."""
    companies = awards.dropna(subset=["company_id"]).drop_duplicates("company_id")
    companies = companies.assign(normalized_name=companies["company_name"].str.lower())
    columns = {
        "company_id": "company_id",
        "company_name": "name",
        "normalized_name": "normalized_name",
        "company_uei": "uei",
        "company_duns": "duns",
        "City": "city",
        "State": "state",
        "Zip": "zip",
    }
    yield "Company", companies[list(columns)].rename(columns=columns)
    yield "Award", awards[["award_key", "award_id", *RENAMED.values()]]
    people = awards.dropna(subset=["researcher_id"]).drop_duplicates("researcher_id")
    people = people[["researcher_id", "principal_investigator"]]
    yield "Researcher", people.rename(columns={"principal_investigator": "name"})
    institutions = awards[["research_institution"]].dropna().drop_duplicates()
    yield "ResearchInstitution", institutions.rename(columns={"research_institution": "name"})


def write(session, cypher, frame):
    for start in range(0, len(frame), BATCH_ROWS):
        rows = records(frame.iloc[start : start + BATCH_ROWS])
        session.execute_write(lambda transaction: transaction.run(cypher, rows=rows).consume())


def load(session, folder):
    """The whole load; seconds of each stage."""
    stages = []
    began = time.perf_counter()

    def done(stage, rows):
        nonlocal began
        stages.append({"stage": stage, "rows": rows, "seconds": round(time.perf_counter() - began, 2)})
        began = time.perf_counter()

    for label, key in KEYS.items():
        session.run(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE").consume()
        for name in INDEXES.get(label, []):
            session.run(f"CREATE INDEX IF NOT EXISTS FOR (n:{label}) ON (n.{name})").consume()
    session.run("CALL db.awaitIndexes(300)").consume()
    awards = read(folder)
    done("read", len(awards))
    for label, frame in nodes(awards):
        key = KEYS[label]
        write(session, f"UNWIND $rows AS row MERGE (n:{label} {{{key}: row.{key}}}) SET n += row", frame)
        done(label, len(frame))
    for stage, start, start_column, kind, end, end_column in LINKS:
        pairs = awards[[start_column, end_column]].dropna().drop_duplicates()
        pairs.columns = ["start", "end"]
        cypher = f"""UNWIND $rows AS row
            MATCH (a:{start} {{{KEYS[start]}: row.start}}) MATCH (b:{end} {{{KEYS[end]}: row.end}})
            MERGE (a)-[:{kind}]->(b)"""
        write(session, cypher, pairs)
        done(stage, len(pairs))
    return stages


def server_seconds(pid):
    """CPU time of the server so far; 0 where it cannot be read."""
    if not pid:
        return 0
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    folder, pid = sys.argv[1], "".join(sys.argv[2:])
    auth = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    with neo4j.GraphDatabase.driver(os.environ["NEO4J_URI"], auth=auth) as driver:
        with driver.session() as session:
            began, cpu_began, server_began = time.perf_counter(), time.process_time(), server_seconds(pid)
            stages = load(session, folder)
            first, cpu, server = time.perf_counter(), time.process_time(), server_seconds(pid)
            load(session, folder)
            again = time.perf_counter()
            count = lambda cypher: session.run(cypher).single()[0]
            figures = {
                "driver": neo4j.__version__,
                "pandas": pd.__version__,
                "rows": stages[0]["rows"],
                "seconds": round(first - began, 2),
                "cpuSeconds": round(cpu - cpu_began, 2),
                "serverCpuSeconds": round(server - server_began, 2),
                "againSeconds": round(again - first, 2),
                "nodes": count("MATCH (n) RETURN count(n)"),
                "relationships": count("MATCH ()-[r]->() RETURN count(r)"),
                "maxRssMib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "stages": stages,
            }
    print(json.dumps(figures))


main()
