package dev.gosync.cli;

import dev.gosync.Guard;
import dev.gosync.adapter.ConfigException;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.Fault;
import dev.gosync.config.GuardOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A guard with another limit for one run: {@code --allow max-removals=30}.
 *
 * @param option the guard
 * @param value the limit, as the user wrote it; {@code true} for a switch without a value
 * @param guard the guard with this limit; it replaces the configured guard if that refuses a plan
 */
record GuardOverride(GuardOption option, String value, Guard guard) {
    static final String OPTION = "--allow";

    /** Only the journal can tell what these mean, so no value for one run makes sense. */
    private static final Set<GuardOption> NOT_FOR_ONE_RUN =
            EnumSet.of(GuardOption.ONLY_MANAGED, GuardOption.REMOVE_AFTER);

    /** {@return the keys of the guards that can have another limit for one run} */
    static List<String> keys() {
        return EnumSet.complementOf(EnumSet.copyOf(NOT_FOR_ONE_RUN)).stream()
                .map(GuardOption::key)
                .toList();
    }

    /**
     * Parses the arguments of {@code --allow}.
     *
     * @throws ConfigurationException with every fault
     */
    static List<GuardOverride> parse(List<String> arguments) {
        List<GuardOverride> overrides = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String key = equals < 0 ? argument : argument.substring(0, equals);
            Optional<GuardOption> option = GuardOption.of(key);
            if (option.isEmpty()) {
                faults.add(Fault.of(
                        OPTION, ConfigException.Fault.unknownKey(key, keys()).toString()));
                continue;
            }
            if (NOT_FOR_ONE_RUN.contains(option.get())) {
                faults.add(Fault.of(
                        OPTION,
                        key + " cannot be overridden for one run; change the configuration, or use "
                                + RunCommand.FIRST_RUN + " if this is the first run"));
                continue;
            }
            boolean isSwitch = option.get().isSwitch();
            if (equals < 0 && !isSwitch) {
                faults.add(Fault.of(
                        OPTION,
                        key + " needs a value, for example " + key + "="
                                + option.get().example()));
                continue;
            }
            String value = equals < 0 ? "true" : argument.substring(equals + 1);
            try {
                option.get()
                        .guard(value)
                        .ifPresentOrElse(
                                guard -> overrides.add(new GuardOverride(option.get(), value, guard)),
                                () -> faults.add(Fault.of(
                                        OPTION,
                                        argument + " has no effect; use "
                                                + (isSwitch
                                                        ? key
                                                        : key + "="
                                                                + option.get().example()))));
            } catch (IllegalArgumentException e) {
                faults.add(Fault.of(OPTION, argument + " " + e.getMessage()));
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        return overrides;
    }

    /** {@return the argument as the user types it: {@code max-removals=30} or {@code allow-shrinking}} */
    @Override
    public String toString() {
        return option.isSwitch() ? option.key() : option.key() + "=" + value;
    }
}
