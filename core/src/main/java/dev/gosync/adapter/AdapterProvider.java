package dev.gosync.adapter;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes places from configured values. Programs find it with {@link java.util.ServiceLoader}; help, checks and JSON
 * schemas all come from {@link #keys()}.
 *
 * <p>An implementation has a public constructor without parameters that does no work. Threads may share it.
 */
public interface AdapterProvider {
    /** {@return the name of the type in a configuration, in kebab case: {@code slack-usergroup}} */
    String type();

    /** {@return one line of help that says what kind of place this is} */
    String summary();

    /** {@return every key that can be configured, in the order in which help shows them} */
    List<ConfigKey> keys();

    /**
     * Makes the source or adapter that a configuration describes. Opens no connection, reads nothing and changes nothing.
     *
     * @param config values for {@link #keys()}, already checked against them
     * @return an {@link Adapter} if the place can be written, otherwise a {@link Source}
     * @throws ConfigException with every key at fault, if values do not fit together
     */
    Source create(Config config);

    /**
     * Checks values and makes the place, for programs and tests that have no {@link Config} yet.
     *
     * @param values by key, as {@link Config#of} takes them
     * @param scope what the places of one configuration share
     * @return as {@link #create(Config)}
     * @throws ConfigException with every key at fault
     */
    default Source create(Map<String, ?> values, Config.Scope scope) {
        return create(Config.of(type(), keys(), values, scope));
    }

    /**
     * Names the vendor account that a place belongs to. Places of one account share its rate limits, so a program that
     * distributes work keeps them in one process.
     *
     * @param config values for {@link #keys()}, already checked against them
     * @return a label without a secret: {@code slack acme}; empty if the place belongs to no account or the configured
     *     values do not tell
     */
    default Optional<String> account(Config config) {
        return Optional.empty();
    }

    /**
     * Says what the credentials must be allowed to do. Programs show it in help, and after the service refused the
     * credentials.
     *
     * @return lines without a full stop: first the rights and what needs each of them, then how to grant them. Empty if the
     *     type needs no credentials.
     */
    default List<String> rights() {
        return List.of();
    }

    /**
     * Returns values with which {@link #create(Config)} makes a place. Programs show them in help, so they should be the
     * values that most users need. Each required key has one.
     *
     * @return values by key, as {@link Config#of} takes them, in the order of {@link #keys()}. The value of a secret is the
     *     reference to an environment variable: <code>${SLACK_TOKEN}</code>. Empty if there is no example.
     */
    default Map<String, Object> example() {
        return Map.of();
    }
}
