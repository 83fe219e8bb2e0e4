package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Plan;
import dev.gosync.Sync;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Mode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the documentation. */
final class UndoExampleTest {
    @TempDir
    private Path folder;

    // The documentation contains the lines between the two marks.
    private static void example(Path folder, Map<String, Adapter> places) throws InterruptedException {
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

    @Test
    void the_example_does_what_it_says() throws Exception {
        MemberList ops = MemberList.of("ops", "ann", "bob", "eve");
        new RunsInAFolder(folder).apply(ops, "ann", "bob", "new");

        example(folder, Map.of("ops", ops));

        assertThat(ops.members()).containsExactly("ann", "bob", "eve");
        assertThat(Journal.in(folder).find("last").info().undoes()).contains(RunsInAFolder.FIRST);
    }
}
