/**
 * Turns a YAML file into syncs. {@link dev.gosync.config.ConfigurationReader} reads the file; it returns a {@link
 * dev.gosync.config.Configuration}, or throws all faults of the file with their lines.
 */
@NullMarked
package dev.gosync.config;

import org.jspecify.annotations.NullMarked;
