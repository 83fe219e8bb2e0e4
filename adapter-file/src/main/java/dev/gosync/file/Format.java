package dev.gosync.file;

import dev.gosync.adapter.Listing;

/** A file format: how a file contains things. Immutable, and does no I/O. */
interface Format {
    /**
     * Reads the content of a file.
     *
     * @param content all its bytes
     * @return the things in it
     * @throws MalformedFileException if the content does not have this format
     */
    Listing read(byte[] content) throws MalformedFileException;

    /** {@return the part of the file that has the things, for the name of the place; empty if it is the whole file} */
    String part();
}
