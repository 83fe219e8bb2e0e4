/**
 * For those who keep their lists in files: text and CSV files as sources and destinations ({@link
 * dev.gosync.file.FileAdapter}), YAML and JSON files as sources ({@link dev.gosync.file.FileSource}).
 */
@NullMarked
package dev.gosync.file;

import org.jspecify.annotations.NullMarked;
