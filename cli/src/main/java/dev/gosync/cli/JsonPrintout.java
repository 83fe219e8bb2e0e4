package dev.gosync.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gosync.Kind;
import dev.gosync.Objection;
import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.cli.Configuration.Destination;
import dev.gosync.cli.Configuration.SyncSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a run to a program, in one document when all is over. Its shape is a promise: docs/command-line.md has it. Every
 * key is always there.
 */
final class JsonPrintout implements Printout {
    static final int VERSION = 1;

    /** Writes a part of a document. */
    @FunctionalInterface
    private interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    private final PrintWriter out;
    private final Optional<Printout> forWhoIsAsked;

    JsonPrintout(PrintWriter out) {
        this(out, Optional.empty());
    }

    /**
     * As usual, but somebody is to see each plan before they are asked.
     *
     * @param forWhoIsAsked shows it to them
     */
    JsonPrintout(PrintWriter out, Optional<Printout> forWhoIsAsked) {
        this.out = out;
        this.forWhoIsAsked = forWhoIsAsked;
    }

    @Override
    public void planned(SyncSetup sync, List<Report> reports) {
        forWhoIsAsked.ifPresent(printout -> printout.planned(sync, reports));
    }

    @Override
    public void ended(SyncResult sync) {
        // All is told at the end.
    }

    @Override
    public void finished(RunResult run) {
        document(run.request().writes() ? "apply" : "plan", run.exitCode(), List.of(), json -> {
            json.writeBooleanField(
                    "dryRun", !run.request().writes() || run.request().dryRun());
            json.writeObjectFieldStart("allowed");
            for (Allowance allowance : run.request().allowed()) {
                json.writeStringField(allowance.option().key(), allowance.value());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("syncs");
            for (SyncResult sync : run.syncs()) {
                sync(json, sync);
            }
            json.writeEndArray();
        });
    }

    /** The document where nothing was done because of what is wrong. */
    void faults(String command, List<Fault> faults) {
        document(command, ExitCode.WRONG_USAGE, faults, json -> {
            json.writeArrayFieldStart("syncs");
            json.writeEndArray();
        });
    }

    /** The document of a configuration without a fault. */
    void valid(Configuration configuration) {
        document("validate", ExitCode.DONE, List.of(), json -> {
            json.writeArrayFieldStart("syncs");
            for (SyncSetup sync : configuration.syncs()) {
                json.writeStartObject();
                json.writeStringField("name", sync.name());
                json.writeStringField("source", sync.source().name());
                json.writeArrayFieldStart("destinations");
                for (Destination destination : sync.destinations()) {
                    json.writeStartObject();
                    json.writeStringField("name", destination.name());
                    json.writeStringField("place", destination.place().name());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private void document(String command, int exitCode, List<Fault> faults, Part content) {
        try (JsonGenerator json = new JsonFactory()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeStringField("command", command);
            json.writeNumberField("exitCode", exitCode);
            json.writeArrayFieldStart("faults");
            for (Fault fault : faults) {
                json.writeStartObject();
                json.writeStringField("where", fault.where());
                json.writeNumberField("line", fault.line());
                json.writeNumberField("column", fault.column());
                json.writeStringField("problem", fault.problem());
                json.writeEndObject();
            }
            json.writeEndArray();
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println();
        out.flush();
    }

    private static void sync(JsonGenerator json, SyncResult sync) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", sync.setup().name());
        json.writeStringField("source", sync.setup().source().name());
        json.writeStringField("result", Words.kebab(sync.end()));
        failure(json, sync.failure());
        json.writeArrayFieldStart("destinations");
        for (int i = 0; i < sync.setup().destinations().size(); i++) {
            Destination destination = sync.setup().destinations().get(i);
            destination(
                    json,
                    destination,
                    sync.reports().isEmpty()
                            ? Optional.empty()
                            : Optional.of(sync.reports().get(i)));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void destination(JsonGenerator json, Destination destination, Optional<Report> report)
            throws IOException {
        Optional<Plan> plan = report.flatMap(Report::plan);
        json.writeStartObject();
        json.writeStringField("name", destination.name());
        json.writeStringField("place", destination.place().name());
        json.writeStringField("mode", Words.kebab(destination.policy().effectiveMode()));
        strings(json, "additions", plan.map(Plan::additions).orElse(List.of()));
        strings(json, "removals", plan.map(Plan::removals).orElse(List.of()));
        if (plan.isPresent()) {
            json.writeNumberField("unchanged", plan.get().unchanged());
        } else {
            json.writeNullField("unchanged");
        }
        json.writeObjectFieldStart("kept");
        for (Map.Entry<String, String> kept :
                plan.map(Plan::kept).orElse(Map.of()).entrySet()) {
            json.writeStringField(kept.getKey(), kept.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("leftOut");
        Map<String, Integer> leftOut =
                plan.map(known -> known.destination().listing().leftOut()).orElse(Map.of());
        for (Map.Entry<String, Integer> reason : leftOut.entrySet()) {
            json.writeNumberField(reason.getKey(), reason.getValue());
        }
        json.writeEndObject();
        strings(json, "warnings", plan.map(Plan::warnings).orElse(List.of()));
        json.writeArrayFieldStart("objections");
        for (Objection objection : plan.map(Plan::objections).orElse(List.of())) {
            json.writeStartObject();
            json.writeStringField("option", objection.option());
            json.writeStringField("measured", objection.measured());
            json.writeStringField("limit", objection.limit());
            json.writeStringField("remedy", objection.remedy());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("outcomes");
        for (Outcome outcome :
                report.filter(done -> !done.dryRun()).map(Report::outcomes).orElse(List.of())) {
            outcome(json, outcome);
        }
        json.writeEndArray();
        failure(json, report.flatMap(Report::failure));
        json.writeEndObject();
    }

    private static void outcome(JsonGenerator json, Outcome outcome) throws IOException {
        json.writeStartObject();
        json.writeStringField("thing", outcome.thing());
        json.writeStringField("action", Words.kebab(outcome.action()));
        json.writeStringField("state", Words.kebab(outcome.state()));
        kind(json, outcome.kind());
        json.writeStringField("reason", outcome.reason());
        json.writeEndObject();
    }

    private static void failure(JsonGenerator json, Optional<Report.Failure> failure) throws IOException {
        if (failure.isEmpty()) {
            json.writeNullField("failure");
            return;
        }
        json.writeObjectFieldStart("failure");
        kind(json, failure.get().kind());
        json.writeStringField("message", failure.get().message());
        json.writeEndObject();
    }

    private static void kind(JsonGenerator json, Optional<Kind> kind) throws IOException {
        if (kind.isPresent()) {
            json.writeStringField("kind", Words.kebab(kind.get()));
        } else {
            json.writeNullField("kind");
        }
    }

    private static void strings(JsonGenerator json, String name, Collection<String> strings) throws IOException {
        json.writeArrayFieldStart(name);
        for (String string : strings) {
            json.writeString(string);
        }
        json.writeEndArray();
    }
}
