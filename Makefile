# Everything a developer types. Needs git, make and Python 3.11 to 3.13; the rest installs itself.
.DEFAULT_GOAL := help
.PHONY: help setup run logins deploy supervisor signing-key rollback doctor destroy backup restore export-all migrate site test check audit package bench load clean
PORT ?= 8000
WHERE = $(if $(STAGE),--stage $(STAGE)) $(if $(REGION),--region $(REGION)) $(if $(PROFILE),--profile $(PROFILE)) $(if $(TABLES),--tables $(TABLES))
CLOUD = --stage "$(if $(STAGE),$(STAGE),record)" $(if $(REGION),--region $(REGION)) $(if $(PROFILE),--profile $(PROFILE))
BIN := .venv/bin
PYTHON := $(BIN)/python

help: ## 这份说明 · this list
	@awk -F ' ## ' '/^[a-z-]+:.* ## / {sub(/:.*/, "", $$1); printf "  make %-11s %s\n", $$1, $$2}' Makefile

setup: ## 准备运行环境，已就绪时不做事 · build the environment; quick when it is there
	@sh infra/python.sh infra/environment.py

run: setup ## 在本机启动（PORT=8001 换端口）· run it all on this machine (PORT=8001 for another port)
	@$(PYTHON) -m infra.run --port $(PORT) $(if $(TABLES),--tables $(TABLES))

logins: setup ## 再看演示账号和新的动态码 · the demo logins again, with fresh codes
	@$(PYTHON) -m infra.run --show

deploy: setup ## 部署到 AWS（STAGE= REGION= PROFILE=，首次另加 DISTRICT_CODE= SUPERVISING_BODY= …）· to AWS, again and again
	@$(PYTHON) -m infra.deploy $(CLOUD) $(foreach name,DISTRICT_CODE SUPERVISING_BODY SYSTEM_NAME DOMAIN CERTIFICATE FIREWALL ALARM_MAIL BUDGET TABLES SUPERVISOR,$(if $($(name)),--$(shell echo $(name) | tr A-Z_ a-z-) "$($(name))"))

supervisor: setup ## 再开一个主管账号（SUPERVISOR=登录名:姓名）· another supervisor's account in the cloud
	@$(PYTHON) -m infra.open_supervisor $(CLOUD) --supervisor "$(SUPERVISOR)"

signing-key: setup ## 加一把备用的签名密钥（WITHOUT=密钥 去掉一把）· one more signing key, or one fewer
	@$(PYTHON) -m infra.signing_keys $(CLOUD) $(if $(WITHOUT),--without $(WITHOUT))

rollback: setup ## 退回上一个版本（TO=版本）· functions and pages of the release before
	@$(PYTHON) -m infra.rollback $(CLOUD) $(if $(TO),--to $(TO))

doctor: setup ## 检查部署，指出哪里坏了、怎么办 · is all well; if not, what and what to do
	@$(PYTHON) -m infra.doctor $(CLOUD)

destroy: setup ## 删除整个部署；有记录时要说两遍 · take it all away; with records in it, only when told twice
	@$(PYTHON) -m infra.destroy $(CLOUD) $(if $(SURE),--sure $(SURE)) $(if $(AGAIN),--again $(AGAIN))

backup: setup ## 备份（本机先停止 make run；云上加 STAGE=，可加 MOMENT=）· every table, into a folder or the bucket
	@$(PYTHON) -m infra.backup $(if $(TO),--to $(TO)) $(if $(MOMENT),--moment $(MOMENT)) $(WHERE)

restore: setup ## 把备份恢复成一套新表（FROM=备份 TO=前缀-）· a backup into new tables, compared
	@$(PYTHON) -m infra.restore "$(FROM)" "$(TO)" $(WHERE)

export-all: setup ## 导出全部数据为公开格式，供迁出（ARGS=--open-sealed）· everything as documented JSON, for leaving
	@$(PYTHON) -m infra.export_all $(if $(TO),--to $(TO)) $(WHERE) $(ARGS)

migrate: setup ## 把旧版本的数据升级到当前版本 · items of earlier releases into the version of this one
	@$(PYTHON) -m infra.migrate $(WHERE)

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

load: setup ## 五十人同时使用两分钟 · fifty people at once for two minutes
	@$(PYTHON) -m tests.load

clean: ## 删除生成的文件；数据和环境保留 · remove what was built; data and environment stay
	@rm -rf build .mypy_cache .ruff_cache .hypothesis
	@find functions infra tests -name __pycache__ -prune -exec rm -rf {} +
