package dev.gosync.config;

import dev.gosync.adapter.Config;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A valid configuration. Its places exist, and none of them was read. Closing it closes its places and their connections.
 * Threads may share it.
 */
public final class Configuration implements AutoCloseable {
    private final List<List<ConfiguredSync>> batches;
    private final List<PartialSync> partialSyncs;
    private final List<Fault> missing;
    private final SortedSet<String> unsetVariables;
    private final Optional<Webhook> webhook;
    private final List<Fault> warnings;
    private final Config.Scope scope;

    Configuration(
            List<List<ConfiguredSync>> batches,
            List<PartialSync> partialSyncs,
            List<Fault> missing,
            SortedSet<String> unsetVariables,
            Optional<Webhook> webhook,
            List<Fault> warnings,
            Config.Scope scope) {
        this.batches = batches;
        this.partialSyncs = List.copyOf(partialSyncs);
        this.missing = missing;
        this.unsetVariables = unsetVariables;
        this.webhook = webhook;
        this.warnings = warnings;
        this.scope = scope;
    }

    /** {@return the syncs, in the order of the file} */
    public List<ConfiguredSync> syncs() {
        return batches.stream().flatMap(List::stream).toList();
    }

    /**
     * Returns the syncs as they belong together. The syncs of one {@code for-each} are one batch, and every other sync is
     * alone in its batch. Plan all syncs of a batch first, then judge them with {@link
     * dev.gosync.Plans#judgedTogether}, so that {@code max-total-removals} counts over all of them.
     *
     * @return the batches, in the order of the file
     */
    public List<List<ConfiguredSync>> batches() {
        return batches;
    }

    /**
     * Returns the syncs with what could be made of them. A sync that needs a variable that is not set is part of these, and
     * not of {@link #syncs}.
     *
     * @return all selected syncs, in the order of the file; without those of a {@code for-each} whose values are not known
     */
    public List<PartialSync> partialSyncs() {
        return partialSyncs;
    }

    /**
     * Returns what keeps parts of the configuration from being used: variables that are not set, and why places could not be
     * made.
     *
     * @return in the order of the lines; empty unless the reader was {@link ConfigurationReader#partial}
     */
    public List<Fault> missing() {
        return missing;
    }

    /**
     * Returns the variables that are not set, and that the configuration refers to without a default. Syncs that need one
     * are checked but not part of {@link #syncs}.
     *
     * @return their names; empty unless the reader was {@link ConfigurationReader#offline} or {@link
     *     ConfigurationReader#partial}
     */
    public SortedSet<String> unsetVariables() {
        return unsetVariables;
    }

    /**
     * Returns the webhook that hears of runs. The command line calls it; a program that reads a configuration has to call it
     * itself.
     *
     * @return the key {@code notify}, if it is configured and its address is not an empty variable
     */
    public Optional<Webhook> webhook() {
        return webhook;
    }

    /**
     * Returns what is probably a mistake in the file, such as an invisible character in an address.
     *
     * @return the warnings, in the order of the lines; they contain no secret
     */
    public List<Fault> warnings() {
        return warnings;
    }

    @Override
    public void close() {
        partialSyncs.forEach(PartialSync::close);
        scope.close();
    }
}
