package dev.gosync.file;

import dev.gosync.adapter.Listing;

/** How things stand in a file. Immutable, and does no I/O. */
interface Format {
    /**
     * Reads the content of a file.
     *
     * @param content all its bytes
     * @return the things in it
     * @throws MalformedFile if they are not of this format
     */
    Listing read(byte[] content) throws MalformedFile;

    /** {@return what tells this place from others in the same file; empty where the file is the place} */
    String part();
}
