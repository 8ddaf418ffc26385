# Everything a developer types. Needs git, make and Python 3.11 to 3.13; the rest installs itself.
.DEFAULT_GOAL := help
.PHONY: help setup site run test check bench clean
PORT ?= 8000
BIN := .venv/bin

help:  ## 这份说明 · this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' Makefile

setup:  ## 准备运行环境（很快，已就绪时不做事）· build the environment
	@sh infra/python.sh infra/environment.py

check: setup  ## 格式、规范、类型和全部测试 · format, lint, types, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

clean:  ## 删除生成的文件；数据和环境保留 · remove what was built; data and environment stay
	@rm -rf build .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +
