"""How sources come into a case: fetched, converted in processes with limits, compared with what is there, written."""
