/**
 * For programs that keep lists in files: text and CSV files are sources and destinations ({@link
 * dev.gosync.file.FileAdapter}), YAML and JSON files are sources ({@link dev.gosync.file.FileSource}).
 */
@NullMarked
package dev.gosync.file;

import org.jspecify.annotations.NullMarked;
