# Set-up is part of every target: an environment of its own in .venv, from the lock, with uv where it is present.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help chat test check bench lock clean

help:
	@echo "make chat   talk to the bot in this terminal (no token, no network)"
	@echo "make test   run all tests"
	@echo "make check  lint, types, the shipped case and its golden questions"
	@echo "make lock   pin the newest versions of all packages again (needs uv)"
	@echo "make clean  remove the environment"

chat: $(READY)
	@$(BIN)/casewire chat

test: $(READY)
	@$(BIN)/python -m pytest

check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/casewire check
	@$(BIN)/casewire eval

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --upgrade --group dev pyproject.toml --output-file requirements.lock

clean:
	rm -rf $(VENV)

$(READY): requirements.lock pyproject.toml deploy/setup.sh
	@sh deploy/setup.sh $(VENV)
	@touch $@
