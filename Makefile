# Everything a developer types. Needs git, make and Python 3.11 to 3.13; the rest installs itself.
.DEFAULT_GOAL := help
.PHONY: help setup run logins site test check audit package bench clean
PORT ?= 8000
BIN := .venv/bin
PYTHON := $(BIN)/python

help: ## 这份说明 · this list
	@awk -F ' ## ' '/^[a-z]+:.* ## / {sub(/:.*/, "", $$1); printf "  make %-8s %s\n", $$1, $$2}' Makefile

setup: ## 准备运行环境，已就绪时不做事 · build the environment; quick when it is there
	@sh infra/python.sh infra/environment.py

run: setup ## 在本机启动（PORT=8001 换端口）· run it all on this machine (PORT=8001 for another port)
	@$(PYTHON) -m infra.run --port $(PORT)

logins: setup ## 再看演示账号和新的动态码 · the demo logins again, with fresh codes
	@$(PYTHON) -m infra.run --show

site: setup ## 生成网站页面 · build the pages
	@$(PYTHON) -m infra.site_build

test: setup ## 全部测试，含浏览器 · every test, the browser included (ARGS="-k name" for some)
	@$(PYTHON) infra/machine.py font browser readers
	@$(PYTHON) -m pytest -n auto --dist loadfile $(ARGS)

check: setup ## 格式、规范、类型、安全、测试 · format, lint, types, audit, tests
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy functions
	@$(BIN)/mypy --disable-error-code import-untyped infra
	@$(BIN)/cfn-lint --regions us-east-1 cn-northwest-1 cn-north-1 -- infra/*.yaml
	@$(MAKE) --no-print-directory audit
	@$(MAKE) --no-print-directory test

audit: setup ## 依赖的已知漏洞、提交内容里的秘密 · known faults of what is pinned, secrets in what is committed
	@$(PYTHON) -m infra.audit

package: setup ## 打包两个函数，供上云部署 · the two functions as zips for Lambda (ARGS="--architecture arm64")
	@$(PYTHON) -m infra.package $(ARGS)

bench: setup ## 每项操作的容量单位与时间，写入 README · capacity units and time per act, into README
	@$(PYTHON) -m tests.bench

clean: ## 删除生成的文件；数据和环境保留 · remove what was built; data and environment stay
	@rm -rf build .mypy_cache .ruff_cache .hypothesis
	@find functions infra tests -name __pycache__ -prune -exec rm -rf {} +
