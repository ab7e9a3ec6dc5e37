"""The reading room on a disk and over HTTP; what stands on its pages is decided by `handlers/site`."""
