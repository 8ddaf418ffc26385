"""Public figures: counted as things happen, recounted by a job, shown without anybody being told by them."""
