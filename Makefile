# Set-up is part of every target: an environment of its own in .venv, from the lock, with uv where it is present.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# It names its checkout: a copied one brings an environment along that runs the code of the other, and makes its own.
ifneq "$(shell cat $(READY) 2>/dev/null)" "$(CURDIR)"
.PHONY: $(READY)
endif
# Each worker begins with a part of the tests in their order, so that those of one module share what it makes once.
TESTS := -m pytest --numprocesses auto --dist worksteal
# Whatever the shell says, what is compiled is kept: each worker would compile all tests again, and each process the bot.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help chat test test-fast test-thorough cover check format lock clean

help:
	@echo "make chat       talk to the bot in this terminal (no token, no network)"
	@echo "make test       run all tests, on all processors"
	@echo "make test-fast  run those that need no process, no server and no whole case: a minute or two on two cores"
	@echo "make test-thorough  run all tests, with ten times as many examples of each property"
	@echo "make cover      run all tests, and say which lines and branches they leave out"
	@echo "make check      lint, types, the shipped case and its golden questions"
	@echo "make format     lay out the code and mend what the linter can"
	@echo "make lock       pin the newest versions of all packages again (needs uv)"
	@echo "make clean      remove the environment"

chat: $(READY)
	@$(BIN)/casewire chat

test: $(READY)
	@$(BIN)/python $(TESTS)

test-fast: $(READY)
	@$(BIN)/python $(TESTS) -m "not slow"

test-thorough: $(READY)
	@$(BIN)/python $(TESTS) --hypothesis-profile thorough

cover: $(READY)
	@$(BIN)/coverage erase
	@$(BIN)/coverage run $(TESTS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/casewire check
	@$(BIN)/casewire eval

format: $(READY)
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --upgrade --group dev pyproject.toml --output-file requirements.lock

clean:
	rm -rf $(VENV)

$(READY): requirements.lock pyproject.toml deploy/setup.sh
	@sh deploy/setup.sh $(VENV)
	@printf '%s\n' '$(CURDIR)' > $@
