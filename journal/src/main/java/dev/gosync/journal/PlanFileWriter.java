package dev.gosync.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.gosync.adapter.Action;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes saved plans as JSON that people can read. The last field is the digest of all lines before it, so that {@code head
 * -n -2 plan.json | sha256sum} finds the same.
 */
final class PlanFileWriter {
    static final String TYPE = "go-sync-plan";
    static final int FORMAT = 1;

    private static final int BUFFER = 1 << 16;

    /** Adds what it writes to a seal. */
    private static final class Sealing extends OutputStream {
        private final OutputStream out;
        private final Seal seal;

        Sealing(OutputStream out, Seal seal) {
            this.out = out;
            this.seal = seal;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            seal.take(bytes, offset, length);
            out.write(bytes, offset, length);
        }
    }

    private final JsonGenerator json;

    private PlanFileWriter(JsonGenerator json) {
        this.json = json;
    }

    static void checkTarget(Path file) {
        Path folder = folder(file);
        if (!Files.isDirectory(folder)) {
            throw new JournalException(
                    "A plan cannot be saved in " + file + ": the folder " + folder + " does not exist. Make it first",
                    null);
        }
        if (!Files.exists(file)) {
            return;
        }
        if (!Files.isRegularFile(file)) {
            throw new JournalException(
                    "A plan cannot be saved in " + file + ", because that is not a file. Name another one", null);
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (!PlanFileReader.isPlan(in)) {
                throw new JournalException(
                        file + " exists and is not a saved plan, so it is not overwritten. Name another file", null);
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    static void write(SavedPlan plan, Path file, PlanKey key) {
        checkTarget(file);
        try {
            Path folder = folder(file);
            Path written = Files.createTempFile(folder, ".go-sync-plan", ".tmp", ownerOnly(folder));
            try {
                write(plan, written, key.seal());
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static Path folder(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static JournalException failed(Path file, IOException cause) {
        return new JournalException(
                "A plan cannot be saved in " + file + ": " + Texts.reason(cause)
                        + ". See that its folder can be written and the disk has room, or name another file",
                cause);
    }

    private static void write(SavedPlan plan, Path file, Seal seal) throws IOException {
        try (FileOutputStream disk = new FileOutputStream(file.toFile());
                OutputStream out = new BufferedOutputStream(disk, BUFFER)) {
            OutputStream sealing = new Sealing(out, seal);
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            try (JsonGenerator json = new JsonFactory()
                    .createGenerator(sealing)
                    .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT)
                    .setPrettyPrinter(
                            new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines))
                    .setCharacterEscapes(new InvisibleEscapes())) {
                new PlanFileWriter(json).content(plan);
            }
            sealing.write(",\n".getBytes(StandardCharsets.UTF_8));
            String end = "  \"" + seal.field() + "\" : \"" + seal.value() + "\"\n}\n";
            out.write(end.getBytes(StandardCharsets.UTF_8));
            out.flush();
            disk.getFD().sync();
        }
    }

    private void content(SavedPlan plan) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", TYPE);
        json.writeNumberField("format", FORMAT);
        json.writeStringField("plan", plan.id());
        json.writeStringField("madeAt", plan.madeAt().toString());
        RunInfo madeBy = plan.madeBy();
        json.writeObjectFieldStart("madeBy");
        json.writeStringField("command", madeBy.command());
        json.writeStringField("version", madeBy.version());
        json.writeStringField("user", madeBy.user());
        json.writeStringField("host", madeBy.host());
        json.writeNumberField("pid", madeBy.pid());
        json.writeEndObject();
        json.writeObjectFieldStart("configuration");
        json.writeStringField("name", madeBy.configuration());
        json.writeStringField("file", madeBy.file());
        json.writeStringField("digest", madeBy.digest());
        strings("only", plan.only());
        json.writeEndObject();
        json.writeObjectFieldStart("counts");
        json.writeNumberField("additions", plan.count(Action.ADD));
        json.writeNumberField("removals", plan.count(Action.REMOVE));
        json.writeNumberField("cannotAdd", plan.cannotAdd());
        json.writeEndObject();
        strings("syncs", List.copyOf(plan.syncs()));
        json.writeArrayFieldStart("places");
        for (SavedPlace place : plan.places()) {
            place(place);
        }
        json.writeEndArray();
        json.flush();
    }

    private void place(SavedPlace place) throws IOException {
        json.writeStartObject();
        json.writeStringField("sync", place.sync());
        json.writeStringField("mode", Texts.kebab(place.mode()));
        reading("source", place.source());
        reading("place", place.place());
        strings("additions", place.additions());
        strings("removals", place.removals());
        json.writeArrayFieldStart("cannotAdd");
        for (Map.Entry<String, String> refused : place.cannotAdd().entrySet()) {
            json.writeStartObject();
            json.writeStringField("thing", refused.getKey());
            json.writeStringField("reason", refused.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void reading(String field, SavedPlace.Reading reading) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("name", reading.name());
        json.writeNumberField("size", reading.size());
        json.writeStringField("digest", reading.digest());
        json.writeStringField("readAt", reading.readAt().toString());
        json.writeEndObject();
    }

    private void strings(String field, List<String> strings) throws IOException {
        json.writeArrayFieldStart(field);
        for (String string : strings) {
            json.writeString(string);
        }
        json.writeEndArray();
    }
}
