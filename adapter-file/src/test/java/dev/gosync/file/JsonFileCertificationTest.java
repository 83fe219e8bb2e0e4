package dev.gosync.file;

import dev.gosync.adapter.Source;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Limitation;
import dev.gosync.testkit.SourceContract;
import dev.gosync.testkit.SourceHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

class JsonFileCertificationTest extends SourceContract {
    @TempDir
    Path folder;

    private record JsonFile(Path file, Set<String> members) implements SourceHarness {
        @Override
        public Source open(Conditions conditions) {
            return FileSource.json(file, "team.people");
        }

        @Override
        public String place() {
            return file.getFileName().toString();
        }

        @Override
        public void seed(Collection<String> things) throws IOException {
            members.addAll(things);
            Files.writeString(
                    file,
                    members.stream()
                            .map(thing -> '"' + thing.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                            .collect(Collectors.joining(", ", "{\"team\": {\"people\": [", "]}}")));
        }
    }

    @Override
    protected SourceHarness harness() throws IOException {
        JsonFile harness = new JsonFile(Files.createTempFile(folder, "people", ".json"), new LinkedHashSet<>());
        harness.seed(Set.of());
        return harness;
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.NO_HTTP_FAULTS, Limitation.NO_NAMELESS_MEMBERS, Limitation.KEEPS_NOBODY);
    }
}
