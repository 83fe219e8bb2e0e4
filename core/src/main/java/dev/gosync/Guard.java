package dev.gosync;

import java.util.Optional;
import java.util.function.Function;

/**
 * Looks at a plan before anything is written and objects where it goes too far. Made by {@link Guards}. Immutable, and
 * safe for use by several threads.
 */
public final class Guard {
    private final String option;
    private final boolean onWhatRemains;
    private final Function<Outlook, Optional<Objection>> judge;

    Guard(String option, boolean onWhatRemains, Function<Outlook, Optional<Objection>> judge) {
        this.option = option;
        this.onWhatRemains = onWhatRemains;
        this.judge = judge;
    }

    /** {@return the option it is configured by, in kebab case; of two guards with one option the later holds} */
    public String option() {
        return option;
    }

    /** Whether it is heard again before the second half. */
    boolean judgesWhatRemains() {
        return onWhatRemains;
    }

    Optional<Objection> judge(Outlook outlook) {
        return judge.apply(outlook);
    }

    /** {@return the option} */
    @Override
    public String toString() {
        return option;
    }
}
