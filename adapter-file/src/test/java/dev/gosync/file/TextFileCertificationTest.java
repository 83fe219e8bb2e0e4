package dev.gosync.file;

import dev.gosync.adapter.Adapter;
import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.Limitation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

class TextFileCertificationTest extends AdapterContract {
    @TempDir
    Path folder;

    private record TextFile(Path file) implements Harness {
        @Override
        public Adapter open(Conditions conditions) {
            return FileAdapter.text(file);
        }

        @Override
        public String place() {
            return file.getFileName().toString();
        }

        @Override
        public void seed(Collection<String> things) throws IOException {
            Files.write(file, things, StandardOpenOption.APPEND);
        }

        @Override
        public Set<String> members() throws IOException {
            return Set.copyOf(Files.readAllLines(file));
        }
    }

    @Override
    protected Harness harness() throws IOException {
        return new TextFile(Files.createTempFile(folder, "people", ".txt"));
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(
                Limitation.NO_HTTP_FAULTS,
                Limitation.KNOWS_EVERY_THING,
                Limitation.CASE_SENSITIVE,
                Limitation.NO_NAMELESS_MEMBERS,
                Limitation.KEEPS_NOBODY,
                Limitation.FORBIDS_NOTHING);
    }
}
