package dev.gosync;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Judges a plan before anything is written, and refuses it if it goes too far. {@link Guards} has the usual ones; {@link
 * #of} makes one of your own. Immutable; threads may share it.
 */
public final class Guard {
    /** The names of the guards in {@link Guards}, which no other guard may replace by accident. */
    static final Set<String> RESERVED = Set.of(
            "max-additions",
            "max-addition-share",
            "max-removals",
            "max-removal-share",
            "max-changes",
            "max-change-share",
            "max-total-removals",
            "min-remaining",
            "require",
            "allow-empty-source",
            "allow-full-replacement",
            "allow-empty-destination",
            "allow-shrinking");

    private static final Pattern KEBAB_CASE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final String option;
    private final boolean judgesWhatRemains;
    private final Function<Forecast, List<Objection>> judge;

    private Guard(String option, boolean judgesWhatRemains, Function<Forecast, List<Objection>> judge) {
        this.option = option;
        this.judgesWhatRemains = judgesWhatRemains;
        this.judge = judge;
    }

    /**
     * Makes a guard of your own. It judges each plan once, before the first write to any destination. If the function
     * throws, the plan is refused.
     *
     * @param option its name, in kebab case; a guard with the same name replaces it
     * @param judge returns why a plan is refused; empty if it passes
     * @return the guard
     * @throws IllegalArgumentException if the name is not in kebab case, or belongs to a guard of {@link Guards}
     */
    public static Guard of(String option, Function<? super Plan, ? extends Collection<Objection>> judge) {
        if (!KEBAB_CASE.matcher(option).matches()) {
            throw new IllegalArgumentException("'" + option + "' is not in kebab case, such as business-hours");
        }
        if (RESERVED.contains(option)) {
            throw new IllegalArgumentException(option + " is the name of a guard of Guards; choose another name");
        }
        return new Guard(option, false, forecast -> {
            try {
                return List.copyOf(judge.apply(forecast.plan()));
            } catch (RuntimeException e) {
                return List.of(new Objection(
                        option,
                        "the guard failed: " + Failures.text(e),
                        "a guard that returns its objections",
                        "Correct the guard; until then it refuses every plan."));
            }
        });
    }

    static Guard builtIn(String option, boolean judgesWhatRemains, Function<Forecast, List<Objection>> judge) {
        return new Guard(option, judgesWhatRemains, judge);
    }

    /** {@return the name, in kebab case; of two guards with the same name the later one holds} */
    public String option() {
        return option;
    }

    /** Whether it judges again before the second half. */
    boolean judgesWhatRemains() {
        return judgesWhatRemains;
    }

    List<Objection> judge(Forecast forecast) {
        return judge.apply(forecast);
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return option;
    }
}
