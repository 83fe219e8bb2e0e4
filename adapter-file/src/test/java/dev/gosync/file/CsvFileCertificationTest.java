package dev.gosync.file;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.gosync.adapter.Adapter;
import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.Limitation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

class CsvFileCertificationTest extends AdapterContract {
    @TempDir
    Path folder;

    private record CsvFile(Path file) implements Harness {
        @Override
        public Adapter open(Conditions conditions) {
            return FileAdapter.csv(file, "email");
        }

        @Override
        public String place() {
            return file.getFileName().toString();
        }

        @Override
        public void seed(Collection<String> things) throws IOException {
            try (CsvWriter csv = CsvWriter.builder().build(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND)) {
                things.forEach(thing -> csv.writeRecord("Ann", thing));
            }
        }

        @Override
        public void seedNameless(int count) throws IOException {
            seed(Collections.nCopies(count, ""));
        }

        @Override
        public Set<String> members() throws IOException {
            return emails().stream().filter(email -> !email.isEmpty()).collect(Collectors.toSet());
        }

        @Override
        public int namelessMembers() throws IOException {
            return Collections.frequency(emails(), "");
        }

        private List<String> emails() throws IOException {
            try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
                return csv.stream().map(row -> row.getField("email")).toList();
            }
        }
    }

    @Override
    protected Harness harness() throws IOException {
        return new CsvFile(Files.writeString(Files.createTempFile(folder, "people", ".csv"), "name,email\n"));
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(
                Limitation.NO_HTTP_FAULTS,
                Limitation.KNOWS_EVERY_THING,
                Limitation.CASE_SENSITIVE,
                Limitation.KEEPS_NOBODY,
                Limitation.FORBIDS_NOTHING);
    }
}
