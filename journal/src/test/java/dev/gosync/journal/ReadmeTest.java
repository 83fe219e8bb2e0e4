package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Plan;
import dev.gosync.Plans;
import dev.gosync.Sync;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the README do what it says. */
final class ReadmeTest {
    @TempDir
    private Path temporary;

    // The README contains the lines between the two marks.
    private static void reading(Journal journal, Source people, Adapter team) {
        // example
        try (RecordedRun run = journal.begin(RunInfo.of("apply", "nightly"))) {
            Sync.from(people).listener(run.listener("platform")).syncWith(team);
        }

        for (Run run : journal.runs()) {
            System.out.println(run.id() + " " + run.result() + ": " + run.changes(Action.ADD) + " added");
            for (Entry entry : run.entries()) {
                System.out.println("  " + entry.action() + " " + entry.thing() + ": " + entry.state());
            }
        }
        // end of example
    }

    private static void undoing(Path folder, Map<String, Adapter> places) throws InterruptedException {
        // example
        Journal journal = Journal.in(folder);
        Undo undo = journal.undo("last", false);
        RunInfo info = RunInfo.of("undo", "nightly").undoing(undo.run().id());
        try (RecordedRun run = journal.begin(info)) {
            for (Undo.Place place : undo.places()) {
                place.leftAlone().forEach(left -> System.out.println(left.thing() + ": " + left.why()));
                Adapter adapter = places.get(place.name());
                Sync sync = Sync.from(undo.source(place.sync())).listener(run.listener(place.sync()));
                Plan plan = sync.plan(place.change(Mode.DEFAULT), adapter);
                sync.apply(plan, adapter);
                run.nothingToDo(place, plan);
            }
        }
        // end of example
    }

    private static void saving(Journal journal, Source people, Adapter team, Path file, PlanKey key)
            throws InterruptedException {
        // example
        Plans plans = Sync.from(people).planAll(List.of(team));
        SavedPlan.of(RunInfo.of("plan", "nightly"), Instant.now(), List.of(), Map.of("platform", plans))
                .write(file, key);

        // later, perhaps on another machine
        SavedPlan saved = SavedPlan.read(file, key);
        saved.checkAge(Duration.ofHours(24), Instant.now());
        try (RecordedRun run = journal.begin(RunInfo.of("apply", "nightly").applying(saved))) {
            Plans fresh = Sync.from(people).listener(run.listener("platform")).planAll(List.of(team));
            saved.check(Map.of("platform", fresh)).plans("platform").apply();
        }
        // end of example
    }

    private static void remembering(Journal journal, Source people, Adapter team) {
        // example
        try (RecordedRun run = journal.begin(RunInfo.of("apply", "nightly"))) {
            Memory memory = Memory.of(journal, "nightly", "platform")
                    .before(run.id())
                    .maxSourceShrink(0.3)
                    .onlyManaged();
            memory.on(Sync.from(people)).listener(run.listener("platform")).syncWith(team);
        }
        // end of example
    }

    @Test
    void the_examples_do_what_they_say() throws Exception {
        Path folder = temporary.resolve("state");
        Journal journal = Journal.in(folder);
        MemberList people = MemberList.of("people", "ann", "bob", "new");
        MemberList ops = MemberList.of("ops", "ann", "bob", "eve");

        reading(journal, people, ops);
        assertThat(ops.members()).containsExactly("ann", "bob", "new");

        undoing(folder, Map.of("ops", ops));
        assertThat(ops.members()).containsExactly("ann", "bob", "eve");
        assertThat(journal.find("last").info().undoes()).contains(journal.ids().get(0));

        saving(journal, people, ops, temporary.resolve("plan.json"), PlanKey.none());
        assertThat(ops.members()).containsExactly("ann", "bob", "new");

        remembering(journal, MemberList.of("people", "ann", "new", "kim"), ops);
        assertThat(ops.members()).as("bob was there before").containsExactly("ann", "bob", "kim", "new");
    }

    @Test
    void the_readme_has_these_examples() throws IOException {
        String readme = withoutLayout(Files.readString(Path.of("README.md")));
        List<String> examples = Pattern.compile("// example\n(.*?)// end of example", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("src/test/java/dev/gosync/journal/ReadmeTest.java")))
                .results()
                .map((MatchResult match) -> withoutLayout(match.group(1)))
                .toList();

        assertThat(examples).hasSize(4).allSatisfy(example -> assertThat(readme).contains(example));
    }

    private static String withoutLayout(String text) {
        return text.replaceAll("\\s", "");
    }
}
