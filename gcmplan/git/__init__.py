"""Git as a process: plans at revisions, in the index, under the names that their files had."""
