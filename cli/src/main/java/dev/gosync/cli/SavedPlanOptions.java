package dev.gosync.cli;

import dev.gosync.config.ConfigurationException;
import dev.gosync.config.Durations;
import dev.gosync.config.Fault;
import dev.gosync.journal.JournalException;
import dev.gosync.journal.PlanKey;
import dev.gosync.journal.SavedPlan;
import dev.gosync.journal.SavedPlanException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options about saved plans.
 *
 * @param out the file that the plan is saved in, as the user named it
 * @param plan the file of the plan to apply, as the user named it
 * @param keyFile the file of the key, as the user named it
 * @param key the key, if there is one
 * @param maxAge how old a plan may be
 */
record SavedPlanOptions(
        Optional<String> out, Optional<String> plan, Optional<String> keyFile, PlanKey key, Duration maxAge) {
    static final String OUT = "--out";
    static final String PLAN = "--plan";

    private static final String KEY_FILE = "--plan-key-file";
    private static final String MAX_AGE = "--max-age";
    private static final String FILE = "FILE";
    private static final Duration DAY = Duration.ofDays(1);

    /** {@return the options of a command that knows no saved plans} */
    static SavedPlanOptions none() {
        return new SavedPlanOptions(Optional.empty(), Optional.empty(), Optional.empty(), PlanKey.none(), DAY);
    }

    /** Adds the options of {@code plan} or {@code apply}. */
    static void describe(CommandSpec spec, boolean writes) {
        if (writes) {
            spec.addOption(Subcommand.text(
                    PLAN, FILE, "Apply this saved plan, without confirmation and only if it is still right."));
            spec.addOption(Subcommand.text(MAX_AGE, "TIME", "Refuse a saved plan that is older: by default 24h."));
        } else {
            spec.addOption(
                    Subcommand.text(OUT, FILE, "Save the plan in this file, to apply it later with apply --plan."));
        }
        spec.addOption(Subcommand.text(
                KEY_FILE,
                FILE,
                writes
                        ? "Accept the saved plan only if it is signed with the key in this file."
                        : "Sign the saved plan with the key in this file."));
    }

    /**
     * Reads the options and the key, and checks the target.
     *
     * @throws ConfigurationException with all faults
     */
    static SavedPlanOptions of(Cli cli, ParseResult parsed, List<String> only) {
        Optional<String> out = given(parsed, OUT);
        Optional<String> plan = given(parsed, PLAN);
        Optional<String> keyFile = given(parsed, KEY_FILE);
        List<Fault> faults = new ArrayList<>();
        if (plan.isPresent() && !only.isEmpty()) {
            faults.add(Fault.of(
                    RunCommand.ONLY, "cannot be used with " + PLAN + "; use it with go-sync plan " + OUT + " instead"));
        }
        if (keyFile.isPresent() && out.isEmpty() && plan.isEmpty()) {
            faults.add(Fault.of(KEY_FILE, "has no effect without a saved plan; add " + (isApply(parsed) ? PLAN : OUT)));
        }
        Duration maxAge = maxAge(parsed, plan, faults);
        PlanKey key = keyFile.flatMap(file -> unlessFault(KEY_FILE, faults, () -> PlanKey.in(cli.resolve(file))))
                .orElse(PlanKey.none());
        out.ifPresent(file -> unlessFault(OUT, faults, () -> {
            SavedPlan.checkTarget(cli.resolve(file));
            return file;
        }));
        throwIfAny(faults);
        return new SavedPlanOptions(out, plan, keyFile, key, maxAge);
    }

    private static boolean isApply(ParseResult parsed) {
        return parsed.commandSpec().findOption(PLAN) != null;
    }

    private static Optional<String> given(ParseResult parsed, String option) {
        return parsed.commandSpec().findOption(option) == null
                ? Optional.empty()
                : Optional.ofNullable(parsed.matchedOptionValue(option, (String) null));
    }

    private static Duration maxAge(ParseResult parsed, Optional<String> plan, List<Fault> faults) {
        Optional<String> text = given(parsed, MAX_AGE);
        if (text.isPresent() && plan.isEmpty()) {
            faults.add(Fault.of(MAX_AGE, "has no effect without a saved plan; add " + PLAN));
        }
        try {
            return text.map(Durations::parse).orElse(DAY);
        } catch (IllegalArgumentException e) {
            faults.add(Fault.of(MAX_AGE, text.orElse("") + " " + e.getMessage()));
            return DAY;
        }
    }

    /**
     * Reads the saved plan and checks its age.
     *
     * @return the plan; empty if none is to be applied
     * @throws ConfigurationException if the file is not a plan
     * @throws SavedPlanException if the plan is refused
     */
    Optional<SavedPlan> read(Cli cli) {
        List<Fault> faults = new ArrayList<>();
        Optional<SavedPlan> saved =
                plan.flatMap(file -> unlessFault(PLAN, faults, () -> SavedPlan.read(cli.resolve(file), key)));
        throwIfAny(faults);
        saved.ifPresent(read -> checkAge(cli, read));
        return saved;
    }

    /** @throws SavedPlanException if the plan is too old */
    void checkAge(Cli cli, SavedPlan saved) {
        saved.checkAge(maxAge, cli.context().clock().instant());
    }

    private static <T> Optional<T> unlessFault(String option, List<Fault> faults, Supplier<T> supplier) {
        try {
            return Optional.of(supplier.get());
        } catch (SavedPlanException e) {
            throw e;
        } catch (JournalException e) {
            faults.add(Fault.of(option, TextFormat.message(e)));
            return Optional.empty();
        }
    }

    private static void throwIfAny(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
    }

    /** {@return the option that names the key, as the user types it; empty if there is none} */
    List<String> keyWords() {
        return keyFile.map(file -> List.of(KEY_FILE, file)).orElse(List.of());
    }
}
