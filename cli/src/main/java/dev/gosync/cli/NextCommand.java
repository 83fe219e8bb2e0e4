package dev.gosync.cli;

import dev.gosync.Objection;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.cli.SyncResult.Status;
import dev.gosync.config.ConfiguredDestination;
import dev.gosync.config.ConfiguredSync;
import dev.gosync.config.GuardOption;
import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The command to run next, for example the one that applies a refused sync once: {@code go-sync apply go-sync.yml --allow
 * max-removals=12}. It has the options of this run that matter for the next one.
 *
 * @param request the options of the run
 * @param configuredSyncs how many syncs the configuration has
 */
record NextCommand(RunRequest request, int configuredSyncs) {
    /** The remedy of a guard has the option as the user types it. */
    private static final Pattern IN_REMEDY = Pattern.compile("--allow ([a-z-]+)=([0-9]+(?:\\.[0-9]+)?%?)");

    /** The part of a remedy that the command makes superfluous. */
    private static final Pattern OPTION_IN_REMEDY = Pattern.compile("\\s*To allow it once: --allow [^ ]+\\.$");

    private static final String PLAN = "plan";
    private static final boolean IS_WINDOWS = File.separatorChar == '\\';

    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[A-Za-z0-9_./@:%+=,-]+");

    /**
     * Makes the command for one sync that guards refuse.
     *
     * @param reports one for each destination of the sync
     * @return the command; empty if {@code --allow} cannot override one of the guards, or nothing would be done
     */
    Optional<String> of(ConfiguredSync refused, List<Report> reports) {
        boolean isNothing =
                reports.stream().flatMap(report -> report.plan().stream()).allMatch(Plan::isEmpty);
        if (isNothing) {
            return Optional.empty();
        }
        Map<GuardOption, String> allowed = overrides();
        Map<GuardOption, String> needed = new EnumMap<>(GuardOption.class);
        boolean isFirstRun = false;
        for (Report report : reports) {
            for (Objection objection : report.plan().map(Plan::objections).orElse(List.of())) {
                Optional<GuardOption> option = GuardOption.of(objection.option());
                if (option.filter(GuardOption::needsJournal).isPresent()
                        && objection.remedy().contains(RunCommand.FIRST_RUN)) {
                    isFirstRun = true;
                    continue;
                }
                Optional<String> value = option.flatMap(known -> value(known, objection));
                if (option.isEmpty() || value.isEmpty()) {
                    return Optional.empty();
                }
                needed.merge(option.get(), value.get(), (one, other) -> wider(option.get(), one, other));
            }
        }
        if (needed.isEmpty() && !isFirstRun) {
            return Optional.empty();
        }
        allowed.putAll(needed);
        Set<String> names = request.saved().plan().isPresent() ? Set.of() : only(refused);
        return Optional.of(line(command(), names, allowed, isFirstRun));
    }

    /**
     * {@return the command that makes the planned changes} It leaves out the syncs that were refused, so that it can be run as
     * it is.
     */
    String ofPlanned(RunResult run) {
        Collection<String> only = request.saved().plan().isPresent() ? List.of() : request.only();
        if (run.count(Status.REFUSED) > 0) {
            only = run.syncs().stream()
                    .filter(sync -> sync.status() == Status.PLANNED)
                    .flatMap(sync -> only(sync.setup()).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
        return line(command(), only, overrides(), false);
    }

    /** {@return the same command again} */
    String ofSame() {
        List<String> command = new ArrayList<>(command());
        if (!request.writes()) {
            command.set(0, PLAN);
        }
        List<String> only = request.saved().plan().isPresent() ? List.of() : request.only();
        List<String> flags = new ArrayList<>();
        if (request.writes() && request.dryRun()) {
            flags.add(RunCommand.DRY_RUN);
        }
        if (request.mayWrite() && request.confirmed() && request.saved().plan().isEmpty()) {
            flags.add(RunCommand.YES);
        }
        if (request.detailedExitCode()) {
            flags.add(RunCommand.DETAILED_EXIT_CODE);
        }
        String line = line(command, only, overrides(), false);
        return flags.isEmpty() ? line : line + " " + String.join(" ", flags);
    }

    /** {@return the command that applies the plan that was saved} It needs the same overrides. */
    String ofSaved(String plan) {
        return line(List.of("apply", request.file(), SavedPlanOptions.PLAN, plan), List.of(), overrides(), false);
    }

    private Map<GuardOption, String> overrides() {
        Map<GuardOption, String> allowed = new EnumMap<>(GuardOption.class);
        request.overrides().forEach(override -> allowed.put(override.option(), override.value()));
        return allowed;
    }

    /** {@return the command that shows a run of the same journal} */
    String ofHistory(String run) {
        return ofJournal("history", run);
    }

    /** {@return the command that undoes a run of the same journal} */
    String ofUndo(String run) {
        return ofJournal("undo", run);
    }

    private String ofJournal(String command, String run) {
        List<String> words = new ArrayList<>(List.of(command, run, JournalOptions.CONFIG, request.file()));
        words.addAll(request.options(Set.of(RunCommand.KEEP)));
        return ProgramName.with(words.stream().map(NextCommand::quoted).collect(Collectors.joining(" ")));
    }

    /** {@return the command that makes another plan in place of the saved one} */
    String ofNewPlan() {
        String plan = request.saved().plan().orElseThrow();
        return line(List.of(PLAN, request.file(), SavedPlanOptions.OUT, plan), request.only(), overrides(), false);
    }

    /** The same command again. Only {@code plan} without a file to save it in becomes {@code apply}. */
    private List<String> command() {
        List<String> command = new ArrayList<>();
        request.saved()
                .out()
                .ifPresentOrElse(
                        file -> command.addAll(List.of(PLAN, request.file(), SavedPlanOptions.OUT, file)),
                        () -> command.addAll(List.of("apply", request.file())));
        request.saved().plan().ifPresent(file -> command.addAll(List.of(SavedPlanOptions.PLAN, file)));
        return command;
    }

    private String line(
            List<String> command, Collection<String> names, Map<GuardOption, String> allowed, boolean isFirstRun) {
        List<String> words = new ArrayList<>(List.of(ProgramName.shown()));
        request.undo().map(PlannedUndo::command).orElse(command).forEach(word -> words.add(quoted(word)));
        request.saved().keyWords().forEach(word -> words.add(quoted(word)));
        // plan has no --keep.
        List<String> options = request.options(command.get(0).equals(PLAN) ? Set.of(RunCommand.KEEP) : Set.of());
        options.forEach(word -> words.add(quoted(word)));
        for (String name : names) {
            // A name that begins with - would be an option.
            words.add(
                    name.startsWith("-") ? RunCommand.ONLY + "=" + quoted(name) : RunCommand.ONLY + " " + quoted(name));
        }
        allowed.forEach((option, value) -> {
            words.add(GuardOverride.OPTION);
            words.add(option.isSwitch() && value.equals("true") ? option.key() : option.key() + "=" + value);
        });
        if (isFirstRun || request.firstRun()) {
            words.add(RunCommand.FIRST_RUN);
        }
        return String.join(" ", words);
    }

    /** {@return a remedy without the option of the command, if the command is printed anyway} */
    static String withoutOption(String remedy) {
        return OPTION_IN_REMEDY.matcher(remedy).replaceFirst("");
    }

    private static Optional<String> value(GuardOption option, Objection objection) {
        if (option.isSwitch() && !option.needsJournal()) {
            return Optional.of("true");
        }
        Matcher matcher = IN_REMEDY.matcher(objection.remedy());
        return matcher.results()
                .filter(match -> match.group(1).equals(option.key()))
                .map((MatchResult match) -> match.group(2))
                .findFirst();
    }

    /** Several destinations may need different limits. The limit must be enough for all of them. */
    private static String wider(GuardOption option, String one, String other) {
        boolean isOneLarger = option.number(one) >= option.number(other);
        return isOneLarger == (option != GuardOption.MIN_REMAINING) ? one : other;
    }

    /** A guard is overridden for one sync only, and not for the others of the run. */
    private Set<String> only(ConfiguredSync refused) {
        Set<String> names = new LinkedHashSet<>();
        if (request.only().contains(refused.name())) {
            names.add(refused.name());
        } else if (!request.only().isEmpty()) {
            refused.destinations().stream()
                    .map(ConfiguredDestination::name)
                    .filter(request.only()::contains)
                    .forEach(names::add);
        } else if (configuredSyncs > 1) {
            names.add(refused.name());
        }
        return names;
    }

    /** {@return a word as the shell of this system takes it} */
    static String quoted(String word) {
        return quoted(word, IS_WINDOWS);
    }

    /** {@return a word as the shells of a system take it} */
    static String quoted(String word, boolean isWindows) {
        // The shells of Windows know " only, and some characters have a meaning in it. The name of a sync can come from
        // foreign data, so these are left out. The command then does not find the name.
        String shown = isWindows
                ? InvisibleCharacters.shownIn(word).replaceAll("[\"$`%]", "?")
                : InvisibleCharacters.shownIn(word);
        if (NEEDS_NO_QUOTES.matcher(shown).matches()) {
            return shown;
        }
        return isWindows ? '"' + shown + '"' : "'" + shown.replace("'", "'\\''") + "'";
    }
}
