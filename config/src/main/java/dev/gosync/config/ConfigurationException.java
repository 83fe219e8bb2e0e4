package dev.gosync.config;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration is invalid. No place was read or changed. */
public final class ConfigurationException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** More faults than a person can read are only counted. */
    private static final int MOST = 100;

    /** The faults that are shown. */
    @SuppressWarnings("serial") // an immutable list of records of strings and numbers
    private final List<Fault> faults;

    /**
     * Makes the exception.
     *
     * @param faults all faults, at least one. After the first 100 there is only one more, which says how many there are.
     */
    public ConfigurationException(List<Fault> faults) {
        super(shown(faults).stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = shown(faults);
    }

    private static List<Fault> shown(List<Fault> faults) {
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("A ConfigurationException needs a fault");
        }
        if (faults.size() <= MOST) {
            return List.copyOf(faults);
        }
        List<Fault> shown = new ArrayList<>(faults.subList(0, MOST));
        int more = faults.size() - MOST;
        shown.add(Fault.of(
                faults.get(0).where(), more + (more == 1 ? " more fault" : " more faults") + "; correct these first"));
        return List.copyOf(shown);
    }

    /** {@return the faults, in the order of the lines} */
    public List<Fault> faults() {
        return faults;
    }
}
