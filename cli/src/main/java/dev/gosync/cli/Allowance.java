package dev.gosync.cli;

import dev.gosync.ConfigException;
import dev.gosync.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A guard that is lifted for one run: {@code --allow max-removals=30}.
 *
 * @param option which guard
 * @param value what it allows instead, as it was written
 * @param guard the guard that stands in where the configured one objects
 */
record Allowance(GuardOption option, String value, Guard guard) {
    private static final String OPTION = "--allow";

    /**
     * Reads what was given to {@code --allow}.
     *
     * @throws FaultsException with everything that is wrong
     */
    static List<Allowance> parse(List<String> arguments) {
        List<Allowance> allowances = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String key = equals < 0 ? argument : argument.substring(0, equals);
            String value = equals < 0 ? "" : argument.substring(equals + 1);
            Optional<GuardOption> option = GuardOption.of(key);
            if (option.isEmpty()) {
                faults.add(Fault.ofWhole(
                        OPTION,
                        ConfigException.Fault.unknownKey(key, GuardOption.keys())
                                .toString()));
                continue;
            }
            try {
                option.get()
                        .guard(value)
                        .ifPresentOrElse(
                                guard -> allowances.add(new Allowance(option.get(), value, guard)),
                                () -> faults.add(Fault.ofWhole(OPTION, argument + " lifts nothing")));
            } catch (IllegalArgumentException e) {
                faults.add(Fault.ofWhole(OPTION, argument + " " + e.getMessage()));
            }
        }
        if (!faults.isEmpty()) {
            throw new FaultsException(faults);
        }
        return allowances;
    }

    /** {@return as it stands on the command line} */
    @Override
    public String toString() {
        return option.key() + "=" + value;
    }
}
