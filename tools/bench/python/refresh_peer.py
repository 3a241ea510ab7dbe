"""What a user would write with pandas for ingestion and enrichment, timed as one JSON line.

Usage: refresh_peer.py FOLDER    # award_data.csv and *company_search*.csv, as `simulator seed sbir` writes

It checks what the earlier system checked: required columns, patterns and ranges of single cells, and
duplicate awards. No award keys, editions, row hashes, index or change digest.
"""

import glob
import json
import os
import re
import resource
import sys
import time

import pandas as pd

REQUIRED = ["Company", "Award Title", "Agency", "Phase", "Program", "Award Year", "Award Amount"]
PATTERNS = {
    "UEI": r"[A-Za-z0-9]{12}",
    "Duns": r"\d{9}",
    "Contact Email": r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}",
    "PI Email": r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}",
    "Contact Phone": r"\(?\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}",
    "PI Phone": r"\(?\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}",
    "Zip": r"\d{5}(?:-?\d{4})?",
}


def ingest(folder):
    """Read, check and write; the frame and what passed."""
    path = os.path.join(folder, "award_data.csv")
    awards = pd.read_csv(path, dtype=str, on_bad_lines="skip")
    read_at = time.process_time()
    failed = awards[REQUIRED].isna().any(axis=1)
    failed |= ~awards["Phase"].isin(["Phase I", "Phase II", "Phase III"])
    failed |= ~awards["Program"].isin(["SBIR", "STTR"])
    year = pd.to_numeric(awards["Award Year"], errors="coerce")
    failed |= ~year.between(1983, 2030)
    amount = awards["Award Amount"].str.replace(r"[$,]", "", regex=True)
    failed |= ~(pd.to_numeric(amount, errors="coerce") > 0)
    warnings = {
        column: int((~awards[column].dropna().str.fullmatch(pattern)).sum())
        for column, pattern in PATTERNS.items()
    }
    start = pd.to_datetime(awards["Proposal Award Date"], errors="coerce")
    end = pd.to_datetime(awards["Contract End Date"], errors="coerce")
    warnings["dates"] = int((end < start).sum())
    warnings["duplicates"] = int(awards.duplicated(["Agency Tracking Number", "Contract"]).sum())
    passed = awards[~failed]
    passed.to_csv(path + ".peer", index=False)
    os.remove(path + ".peer")
    return awards, len(passed), read_at


def match(awards, folder):
    """Share of awards with a company: by UEI, by DUNS, else by name; None without rapidfuzz."""
    try:
        from rapidfuzz import fuzz, process
    except ImportError:
        return None
    files = sorted(glob.glob(os.path.join(folder, "*company_search*.csv")))
    companies = pd.concat([pd.read_csv(file, dtype=str) for file in files])
    normal = lambda name: re.sub(r"[^\w]+", " ", str(name).lower()).strip()
    names = companies["Company Name"].map(normal).unique()
    blocks = {}
    for name in names:
        blocks.setdefault(name[:2], []).append(name)
    found = awards["UEI"].isin(companies["UEI"].dropna())
    found |= awards["Duns"].isin(companies["DUNs"].dropna())
    open_names = awards.loc[~found, "Company"].dropna().map(normal)
    best = {}
    for name in open_names.unique():
        block = blocks.get(name[:2], names)
        best[name] = process.extractOne(name, block, scorer=fuzz.token_set_ratio)[1]
    return float(found.sum() + (open_names.map(best) >= 90).sum()) / len(awards)


def main():
    folder = sys.argv[1]
    began = time.process_time()
    awards, passed, read_at = ingest(folder)
    ingested = time.process_time()
    rate = match(awards, folder)
    matched = time.process_time()
    figures = {
        "pandas": pd.__version__,
        "rows": len(awards),
        "passedRows": passed,
        "readCpuSeconds": round(read_at - began, 2),
        "ingestionCpuSeconds": round(ingested - began, 2),
        "fuzzyCpuSeconds": None if rate is None else round(matched - ingested, 2),
        "matchRate": rate,
        "maxRssMib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(figures))


main()
