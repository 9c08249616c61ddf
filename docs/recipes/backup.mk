# A backup: a snapshot, while others write; checked; copied to another disk under the date; the last few kept.
#
#   make -sf backup.mk ARCHIVE=/srv/archive BACKUPS=/backup/morgue [KEEP=7]
#
# The snapshot lies beside the archive, where it costs next to nothing, and is gone when the copy is there.
KEEP = 7
SNAPSHOT = $(ARCHIVE).snapshot
TO := $(BACKUPS)/$(shell date +%Y-%m-%dT%H%M%S)

.PHONY: backup snapshot check copy
backup: copy
	ls -d "$(BACKUPS)"/????-??-??T?????? | sort | head -n -$(KEEP) | xargs -r rm -r

# A copy that was cut off is called .part, and no backup.
copy: check
	rm -rf "$(BACKUPS)"/*.part
	cp -r "$(SNAPSHOT)" "$(TO).part"
	sync -f "$(TO).part"
	mv -T "$(TO).part" "$(TO)"
	rm -r "$(SNAPSHOT)"

check: snapshot
	morgue-index --verify "$(SNAPSHOT)"

snapshot:
	test -n "$(ARCHIVE)" && test -d "$(BACKUPS)"
	rm -rf "$(SNAPSHOT)"
	morgue-index --snapshot="$(SNAPSHOT)" "$(ARCHIVE)"
