"""The JSON schema of `casewire export --format json`, made from its types; prints it as a script."""

import json
from typing import Any

from pydantic import TypeAdapter

from knowledge.citing.case_export import Export


def schema() -> dict[str, Any]:
    """Return the schema; an object has no other keys than those that it names."""
    made = TypeAdapter(Export).json_schema()
    for one in (made, *made["$defs"].values()):
        one["additionalProperties"] = False
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


if __name__ == "__main__":
    print(json.dumps(schema(), ensure_ascii=False, indent=2))
