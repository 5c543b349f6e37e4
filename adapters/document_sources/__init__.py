"""Places that documents are synced from: folders, buckets, git repositories, web sites."""
