"""Makes `knowledge/language/data/<language>/inflections.txt` again; see the README there for the sources and licences.

pip install wordfreq==3.1.1 pymorphy3==2.0.6; apt install hunspell hunspell-uk
python -m tests.benchmarks.inflections [LANGUAGE ...]
"""
