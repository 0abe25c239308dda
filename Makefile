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
	$(if $(filter x86_64,$(shell uname -m)),-fcf-protection=full) \
	-Wl,-z,relro,-z,now,-z,noexecstack,-z,defs
FORTIFY := $(if $(SAN),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
WARN := -Wall -Wextra -Wshadow -Wvla -Wformat=2 -Wstrict-prototypes \
	-Wmissing-prototypes -Wundef -Wpointer-arith -Werror
SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer)
BASE := -std=gnu11 -D_GNU_SOURCE -DSBX_VERSION='"$(VERSION)"' \
	-DSBX_DATADIR='"$(PREFIX)/share/pysbx"' -fPIC -fvisibility=hidden \
	-MMD -MP $(WARN) $(HARDEN) $(SANFLAGS)
COMPILE = $(CC) $(BASE) $(FORTIFY) $(CPPFLAGS) $(CFLAGS)

PRELOAD_SRC := $(wildcard preload/*.c)
PRELOAD_OBJ := $(PRELOAD_SRC:%.c=$(BUILD)/%.o)
HOOKS_SRC := $(wildcard pyhooks/*.c)
HOOKS_SO := $(PYVERS:%=$(BUILD)/pysbx-hooks-%.so)
STATIC := -Wl,-Bstatic -linih -Wl,-Bdynamic -Wl,--exclude-libs,ALL

.PHONY: all check bench install clean lint format help
all: $(BUILD)/libpysbx.so $(HOOKS_SO) $(BUILD)/whitelist.d

help:
	@echo "make [all]    build/libpysbx.so and hooks for: $(PYVERS)"
	@echo "make check    run the tests;  make lint | format | bench | install | clean"
	@echo "V=1 shows commands; SAN=address|undefined builds into build-SAN/"
	@echo "CC=clang; PYTHONS='/usr/bin/python3 ...'; PREFIX, DESTDIR"

$(BUILD)/libpysbx.so: $(PRELOAD_OBJ) $(BUILD)/exports.map
	$(call say,LD,$@)
	$(Q)$(COMPILE) -shared -o $@ $(PRELOAD_OBJ) $(LDFLAGS) $(STATIC) -ldl \
		-Wl,-z,initfirst -Wl,--version-script=$(BUILD)/exports.map

# What libpysbx.so exports is exactly the rows of interpose.def.
$(BUILD)/exports.map: preload/interpose.def preload/exports.c | $(BUILD)/preload
	$(call say,GEN,$@)
	$(Q)scripts/exports-map $(CC) > $@.tmp && mv $@.tmp $@

$(BUILD)/preload/%.o: preload/%.c | $(BUILD)/preload
	$(call say,CC,$<)
	$(Q)$(COMPILE) -c -o $@ $<

# The wrappers bear libc's names: no large-file renaming, no fortified inlines.
$(BUILD)/preload/interpose.o: FORTIFY := -U_FORTIFY_SOURCE -U_FILE_OFFSET_BITS

define hooks_rules
$(BUILD)/pyhooks-$(1)/%.o: pyhooks/%.c | $(BUILD)/pyhooks-$(1)
	$$(call say,CC,"$$< ($(1))")
	$$(Q)$$(COMPILE) -isystem $$(call pyinc,$(1)) -isystem $$(call pyinc,$(1))/internal -Ipreload -c -o $$@ $$<
$(BUILD)/pysbx-hooks-$(1).so: $(HOOKS_SRC:pyhooks/%.c=$(BUILD)/pyhooks-$(1)/%.o)
	$$(call say,LD,$$@)
	$$(Q)$$(CC) -shared -o $$@ $$^ $$(SANFLAGS) -Wl,-z,relro,-z,now,-z,noexecstack $$(LDFLAGS)
$(BUILD)/pyhooks-$(1):
	$$(Q)mkdir -p $$@
endef
$(foreach v,$(PYVERS),$(eval $(call hooks_rules,$(v))))

$(BUILD)/preload:
	$(Q)mkdir -p $@

$(BUILD)/whitelist.d: | $(BUILD)/preload
	$(Q)ln -sfn $(CURDIR)/whitelist.d $@

clean:
	rm -rf build build-*

-include $(wildcard $(BUILD)/preload/*.d $(BUILD)/pyhooks-*/*.d)
