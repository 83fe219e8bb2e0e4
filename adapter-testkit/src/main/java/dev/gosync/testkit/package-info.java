/**
 * For authors of adapters: the contract of {@code docs/adapter-contract.md} as JUnit Jupiter tests. Extend {@link
 * dev.gosync.testkit.AdapterContract}, or {@link dev.gosync.testkit.SourceContract} for a place that can only be read,
 * and give it a {@link dev.gosync.testkit.Harness}.
 */
@NullMarked
package dev.gosync.testkit;

import org.jspecify.annotations.NullMarked;
