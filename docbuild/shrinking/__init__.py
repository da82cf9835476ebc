"""A document with smaller pictures: from a build to the build of what would be uploaded then."""
