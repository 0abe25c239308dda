# pysbx: one Makefile, no recursion.  `make help` lists the targets.

CC ?= gcc
CFLAGS ?= -O2 -g
PREFIX ?= /usr/local
BUILD ?= build$(if $(SAN),-$(SAN))
VERSION := 0.1.0

Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-8s %s\n' $(1) $(2))

# Every interpreter to build hooks for: "3.11:/usr/include/python3.11 ...".
PYTHONS ?=
HOOKS := $(shell scripts/find-pythons $(PYTHONS))
PYVERS := $(foreach h,$(HOOKS),$(firstword $(subst :, ,$(h))))
pyinc = $(lastword $(subst :, ,$(filter $(1):%,$(HOOKS))))

# Hardening: OpenSSF "Compiler Options Hardening Guide for C and C++".
HARDEN := -fstack-protector-strong -fstack-clash-protection \
	$(if $(filter x86_64,$(shell uname -m)),-fcf-protection=full)
HARDEN_LINK := -Wl,-z,relro,-z,now,-z,noexecstack,-z,defs
# Small variables side by side: each page that is written to costs 1 us or two
# at every start.
PACK := -fdata-sections
# Pointers in tables as a bitmap: a tenth of the room, less to read at every
# start.  Needs ld 2.38, and glibc 2.36 where it runs.
PACK_RELOCS := -Wl,-z,pack-relative-relocs
PACK_LINK := -Wl,--sort-section=alignment $(shell t=$$(mktemp) && \
	echo 'int x; int *p = &x; int main(void) { return *p; }' | \
	$(CC) -xc - $(PACK_RELOCS) -pie -fPIE -o $$t 2>/dev/null && $$t && \
	echo '$(PACK_RELOCS)'; rm -f $$t)
FORTIFY := $(if $(SAN),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
WARN := -Wall -Wextra -Wshadow -Wvla -Wformat=2 -Wstrict-prototypes \
	-Wmissing-prototypes -Wundef -Wpointer-arith -Werror
SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer)
BASE := -std=gnu11 -D_GNU_SOURCE -DSBX_VERSION='"$(VERSION)"' \
	-DSBX_DATADIR='"$(PREFIX)/share/pysbx"' -fPIC -fvisibility=hidden \
	-MMD -MP $(WARN) $(HARDEN) $(PACK) $(SANFLAGS)
COMPILE = $(CC) $(BASE) $(FORTIFY) $(CPPFLAGS) $(CFLAGS)

PRELOAD_SRC := $(wildcard preload/*/*.c)
PRELOAD_INC := -Ipreload $(addprefix -I,$(wildcard preload/*/))
PRELOAD_OBJ := $(PRELOAD_SRC:%.c=$(BUILD)/%.o)
HOOKS_SRC := $(wildcard pyhooks/*.c)
HOOKS_SO := $(PYVERS:%=$(BUILD)/pysbx-hooks-%.so)
GUARD_SRC := $(wildcard pyhooks/guard/*.c)
GUARD_SO := $(PYVERS:%=$(BUILD)/pysbx-guard-%.so)
SUPERVISOR_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(wildcard supervisor/*.c supervisor/*/*.c))
POOL := $(patsubst tests/pool/%.c,$(BUILD)/pool-%,$(wildcard tests/pool/*.c))
STATIC := -Wl,-Bstatic -linih -Wl,-Bdynamic -Wl,--exclude-libs,ALL

.PHONY: FORCE all check bench fuzz soak soak-package deb install uninstall clean lint lint-shell lint-layout \
	lint-build format help
all: $(BUILD)/libpysbx.so $(HOOKS_SO) $(GUARD_SO) $(BUILD)/pysbx $(BUILD)/whitelist.d \
	$(BUILD)/reachable $(BUILD)/python/pysbx $(POOL)

help:
	@echo "make [all]      $(BUILD)/libpysbx.so and hooks for: $(PYVERS)"
	@echo "make check      run the tests (TESTS=tests/x.bats FILTER=regex)"
	@echo "make lint       shellcheck, clang-format, a build by gcc and clang"
	@echo "make format     lay out the C files by .clang-format"
	@echo "make fuzz       FUZZ=2000 odd requests to a server with sanitizers, and parsers"
	@echo "make soak       SOAK=10000 requests to a server (1000000: an hour); nothing may grow"
	@echo "make soak-package  1,000 sandboxes of the Python package; nothing may change"
	@echo "make bench      what the sandbox costs, beside its peers (BENCH=--quick)"
	@echo "make install    into DESTDIR/PREFIX ($(PREFIX)); make uninstall"
	@echo "make deb        Debian packages, into $(BUILD)/deb"
	@echo "make clean"
	@echo "V=1 shows commands; SAN=address|undefined builds into build-SAN/;"
	@echo "CC=clang; PYTHONS='/usr/bin/python3 ...'; BUILD=DIR"

$(BUILD)/libpysbx.so: $(PRELOAD_OBJ) $(BUILD)/exports.map
	$(call say,LD,$@)
	$(Q)$(COMPILE) -shared -o $@ $(PRELOAD_OBJ) $(HARDEN_LINK) $(PACK_LINK) $(LDFLAGS) $(STATIC) -ldl \
		-Wl,--version-script=$(BUILD)/exports.map

# What libpysbx.so exports is exactly the rows of interpose.def.
$(BUILD)/exports.map: preload/libc/interpose.def preload/libc/exports.c | $(BUILD)/preload
	$(call say,GEN,$@)
	$(Q)scripts/exports-map $(CC) $(PRELOAD_INC) > $@.tmp && mv $@.tmp $@

$(BUILD)/preload/%.o: preload/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) $(PRELOAD_INC) -c -o $@ $<

# The wrappers bear libc's names: no large-file renaming, no fortified inlines.
$(BUILD)/preload/libc/interpose.o: FORTIFY := -U_FORTIFY_SOURCE -U_FILE_OFFSET_BITS

define hooks_rules
$(BUILD)/pyhooks-$(1)/%.o: pyhooks/%.c | $(BUILD)/pyhooks-$(1)
	$$(call say,CC,"$$< ($(1))")
	$$(Q)mkdir -p $$(@D) && $$(COMPILE) -isystem $$(call pyinc,$(1)) -isystem $$(call pyinc,$(1))/internal -Ipreload $$(PRELOAD_OF_GUARD) -c -o $$@ $$<
$(BUILD)/pysbx-hooks-$(1).so: $(HOOKS_SRC:pyhooks/%.c=$(BUILD)/pyhooks-$(1)/%.o)
	$$(call say,LD,$$@)
	$$(Q)$$(CC) -shared -o $$@ $$^ $$(SANFLAGS) -Wl,-z,relro,-z,now,-z,noexecstack $(PACK_LINK) $$(LDFLAGS)
$(BUILD)/pyhooks-$(1):
	$$(Q)mkdir -p $$@
# The guard in one's own process reads policies with the library's own code.
$(BUILD)/pyhooks-$(1)/guard/%.o: PRELOAD_OF_GUARD := $(PRELOAD_INC)
$(BUILD)/pysbx-guard-$(1).so: $(GUARD_SRC:pyhooks/%.c=$(BUILD)/pyhooks-$(1)/%.o) \
		$(BUILD)/pyhooks-$(1)/links.o \
		$(BUILD)/unit/libpreload.a
	$$(call say,LD,$$@)
	$$(Q)$$(CC) -shared -o $$@ $$^ $$(SANFLAGS) -Wl,-z,relro,-z,now,-z,noexecstack $(PACK_LINK) $$(LDFLAGS) $(STATIC) -ldl
endef
$(foreach v,$(PYVERS),$(eval $(call hooks_rules,$(v))))

# The supervisor reads policies with the library's own code.  jansson is loaded
# when it is needed, see supervisor/json.h.
$(BUILD)/pysbx: $(SUPERVISOR_OBJ) $(BUILD)/unit/libpreload.a
	$(call say,LD,$@)
	$(Q)$(COMPILE) -pie -o $@ $^ $(HARDEN_LINK) $(LDFLAGS) $(STATIC) -ldl \
		-Wl,--export-dynamic-symbol=recv # serve/half.c

$(BUILD)/supervisor/learn_record.o: supervisor/record.py
$(BUILD)/supervisor/%.o: supervisor/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) -Isupervisor -DSBX_LIBDIR='"$(PREFIX)/lib/pysbx"' \
		$(shell pkg-config --cflags jansson) $(PRELOAD_INC) -c -o $@ $<

$(BUILD)/preload $(BUILD)/supervisor:
	$(Q)mkdir -p $@

$(BUILD)/whitelist.d: | $(BUILD)/preload
	$(Q)ln -sfn $(CURDIR)/whitelist.d $@

# The Python package, as `make install` lays it out.
$(BUILD)/python/pysbx: FORCE | $(BUILD)/preload
	$(Q)mkdir -p $(@D) && ln -sfn $(CURDIR)/pyhooks/pysbx $@

# Unit tests: one program each, with what it needs of preload/ but not with
# the constructor and the wrappers, which would sandbox the test itself.
# (AddressSanitizer takes 20 TB of address space, which [limits] memory refuses:
# with it they are the only tests.)
TESTS ?= $(if $(findstring address,$(SAN)),,$(wildcard tests/*.bats))
UNITS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*_test.c))
UNIT_OBJ := $(filter-out %/init.o %/embed.o %/exits.o $(BUILD)/preload/libc/interpose%, \
	$(PRELOAD_OBJ))
$(BUILD)/unit/libpreload.a: $(UNIT_OBJ)
	$(Q)mkdir -p $(@D) && rm -f $@ && ar rcs $@ $^
$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/unit/libpreload.a
	$(call say,CC,$<)
	$(Q)$(COMPILE) $(PRELOAD_INC) -o $@ $< $(BUILD)/unit/libpreload.a $(HARDEN_LINK) \
		$(LDFLAGS) $(STATIC) -lseccomp -ldl

# Programs over supervisor/zygote.h: for tests/zygote.bats and the benchmarks.
# They find the library where pysbx does.
$(BUILD)/pool-%: tests/pool/%.c $(SUPERVISOR_OBJ) $(BUILD)/unit/libpreload.a
	$(call say,CC,$<)
	$(Q)$(COMPILE) $(PRELOAD_INC) -Isupervisor -o $@ $< $(filter-out %/supervisor/main.o,$(SUPERVISOR_OBJ)) \
		$(BUILD)/unit/libpreload.a $(HARDEN_LINK) $(LDFLAGS) $(STATIC) -ldl

# How much of the kernel the default profile leaves, counted by running the
# compiled filter over every call; more than 45 fails the build.
$(BUILD)/reachable: $(BUILD)/unit/bpf_test
	$(Q)$< > $@.tmp && mv $@.tmp $@ || { cat $@.tmp; exit 1; }
	$(Q)sed -n 's/^\(.*\) default: \([0-9]* system calls reachable\).*/  \1, default profile: \2/p' $@

check: all $(UNITS)
	$(Q)scripts/check $(BUILD) $(if $(filter-out command line,$(origin TESTS)),$(UNITS)) \
		-- $(TESTS)

# Debian packages, built in a copy of this tree.
deb:
	$(Q)scripts/deb $(BUILD)/deb

# SOAK=1000000 for the whole of it.
SOAK ?= 10000
soak: all
	$(Q)tests/serve_soak.py $(BUILD) $(SOAK)

# The Python package: 1,000 sandboxes of all kinds, and the host is as it was.
soak-package: all
	$(Q)PYTHONPATH=$(BUILD)/python PYSBX_SANDBOXES=$${PYSBX_SANDBOXES:-1000} \
		$${PYTHON:-python3} tests/package/test_host.py Host.test_nothing_of_it_changes

# FUZZ: requests to a server; a twentieth of it: seconds for what reads files.
FUZZ ?= 2000
fuzz: all
	$(Q)BUILD=$(BUILD) scripts/fuzz $$(($(FUZZ) / 20 + 1))
	$(Q)scripts/fuzz-http $(BUILD) $(FUZZ)

# BENCH: options and groups, see scripts/bench --help.
bench: all
	$(Q)SBX_BUILD=$(BUILD) scripts/bench $(BENCH)

C_FILES = $(wildcard preload/*.[ch] preload/*/*.[ch] pyhooks/*.[ch] pyhooks/*/*.[ch] supervisor/*.[ch] supervisor/*/*.[ch] tests/*/*.[ch])
SHELLS = $(shell grep -lEs -d skip '^\#!/.*[ /](ba)?sh$$' scripts/* .ci/run) \
	$(wildcard tests/*.bats tests/*.bash tests/*.sh completions/*.bash)
lint: lint-shell lint-layout lint-build
lint-shell:
	$(call say,LINT,"shell scripts and bats files")
	$(Q)shellcheck -x $(SHELLS)
# The build does not need clang or clang-format: their absence is told.
lint-layout:
	$(call say,LINT,"layout of the C files")
	$(Q)if command -v clang-format >/dev/null; then \
		clang-format --dry-run -Werror $(C_FILES); \
	else echo "lint: clang-format is absent"; fi
lint-build: all
	$(Q)for cc in $(filter-out $(if $(filter cc,$(CC)),gcc,$(CC)),gcc clang); do \
		if command -v $$cc >/dev/null; then \
			echo "  LINT     a build by $$cc" && $(MAKE) --no-print-directory \
				-s CC=$$cc BUILD=$(BUILD)/lint-$$cc all || exit 1; \
		else echo "lint: $$cc is absent"; fi; done

format:
	$(Q)clang-format -i $(C_FILES)

DEST = $(DESTDIR)$(PREFIX)
# The link makes an installed tree work wherever it is moved to.
install: all
	$(call say,INSTALL,$(DEST))
	$(Q)install -d $(DEST)/bin $(DEST)/lib/pysbx $(DEST)/share/man/man1 \
		$(DEST)/share/pysbx/whitelist.d $(DEST)/share/doc/pysbx \
		$(DEST)/share/bash-completion/completions \
		$(DEST)/share/zsh/site-functions $(DEST)/lib/pysbx/python/pysbx
	$(Q)install $(BUILD)/libpysbx.so $(HOOKS_SO) $(GUARD_SO) scripts/entrypoint.sh $(DEST)/lib/pysbx
	$(Q)ln -sfn ../../share/pysbx/whitelist.d $(DEST)/lib/pysbx/whitelist.d
	$(Q)install -m 644 whitelist.d/*.conf $(DEST)/share/pysbx/whitelist.d
	$(Q)install $(BUILD)/pysbx scripts/pysbx-python $(DEST)/bin
	$(Q)install -m 644 $(wildcard docs/man/*.1) $(DEST)/share/man/man1
	$(Q)install -m 644 README.md LICENSE $(wildcard docs/*.md docs/*.json) \
		$(DEST)/share/doc/pysbx
	$(Q)install -d $(DEST)/lib/systemd/system
	$(Q)for unit in pysbx.service pysbx.socket; do \
		sed 's|@BIN@|$(PREFIX)/bin|' systemd/$$unit \
			> $(DEST)/lib/systemd/system/$$unit || exit 1; done
	$(Q)install -m 644 completions/pysbx.bash \
		$(DEST)/share/bash-completion/completions/pysbx
	$(Q)install -m 644 completions/_pysbx $(DEST)/share/zsh/site-functions
	$(Q)install -m 644 pyhooks/pysbx/*.py pyhooks/pysbx/py.typed \
		$(DEST)/lib/pysbx/python/pysbx
	$(Q)for v in $(PYVERS); do install -d $(DEST)/lib/python$$v/dist-packages && \
		ln -sfn ../../pysbx/python/pysbx $(DEST)/lib/python$$v/dist-packages/pysbx || exit 1; done

uninstall:
	$(Q)rm -f $(DEST)/lib/python3.*/dist-packages/pysbx
	$(Q)rm -rf $(DEST)/lib/pysbx $(DEST)/share/pysbx $(DEST)/share/doc/pysbx
	$(Q)rm -f $(DEST)/bin/pysbx $(DEST)/bin/pysbx-python \
		$(DEST)/share/bash-completion/completions/pysbx \
		$(DEST)/share/zsh/site-functions/_pysbx \
		$(DEST)/lib/systemd/system/pysbx.service \
		$(DEST)/lib/systemd/system/pysbx.socket \
		$(patsubst docs/man/%,$(DEST)/share/man/man1/%,$(wildcard docs/man/*.1))

clean:
	rm -rf build build-*

-include $(wildcard $(BUILD)/preload/*/*.d $(BUILD)/supervisor/*.d $(BUILD)/supervisor/*/*.d $(BUILD)/pyhooks-*/*.d $(BUILD)/pyhooks-*/*/*.d $(BUILD)/unit/*.d)
