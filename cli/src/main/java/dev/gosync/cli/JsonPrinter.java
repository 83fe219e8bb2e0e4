package dev.gosync.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gosync.Objection;
import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.VanishedValues.Vanished;
import dev.gosync.config.Configuration;
import dev.gosync.config.ConfiguredDestination;
import dev.gosync.config.ConfiguredSync;
import dev.gosync.config.Fault;
import dev.gosync.journal.PlanCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prints a run as one JSON document when all syncs have ended. Programs rely on its keys, which docs/command-line.md
 * describes. No key is ever omitted.
 */
final class JsonPrinter implements FaultPrinter {
    static final int VERSION = 1;

    /** Writes a part of a document. */
    @FunctionalInterface
    interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    private final PrintWriter out;

    JsonPrinter(PrintWriter out) {
        this.out = out;
    }

    /** {@return what writes a document of several lines, and leaves the writer open} */
    static JsonGenerator generator(Writer out) throws IOException {
        return compactGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .useDefaultPrettyPrinter();
    }

    /** {@return what writes a document on one line} */
    static JsonGenerator compactGenerator(Writer out) throws IOException {
        return new JsonFactory().createGenerator(out).setCharacterEscapes(new InvisibleEscapes());
    }

    /** Prints the document of a run. */
    void run(RunResult run) {
        document(run.request().command(), run.exitCode(), List.of(), json -> {
            json.writeBooleanField(
                    "dryRun", !run.request().writes() || run.request().dryRun());
            json.writeObjectFieldStart("allowed");
            for (GuardOverride override : run.request().overrides()) {
                json.writeStringField(override.option().key(), override.value());
            }
            json.writeEndObject();
            if (run.run().isPresent()) {
                json.writeStringField("run", run.run().get());
            } else {
                json.writeNullField("run");
            }
            if (run.cutShort().isPresent()) {
                json.writeStringField("cutShort", run.cutShort().get().id());
            } else {
                json.writeNullField("cutShort");
            }
            if (run.saved().isPresent()) {
                savedPlan(json, run.saved().get());
            } else {
                json.writeNullField("savedPlan");
            }
            json.writeArrayFieldStart("vanished");
            for (Vanished vanished : run.vanished()) {
                json.writeStartObject();
                json.writeStringField("name", vanished.name());
                json.writeArrayFieldStart("places");
                for (String place : vanished.places()) {
                    json.writeString(place);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            if (run.request().undo().isPresent()) {
                UndoJson.write(json, run.request().undo().get());
            }
            json.writeArrayFieldStart("syncs");
            EarlierAdditions earlier = EarlierAdditions.of(run, List.of());
            for (SyncResult sync : run.syncs()) {
                sync(json, sync, earlier);
            }
            json.writeEndArray();
        });
    }

    @Override
    public void faults(String command, List<Fault> faults) {
        document(command, ExitCode.WRONG_USAGE, faults, json -> {
            json.writeArrayFieldStart("syncs");
            json.writeEndArray();
        });
    }

    @Override
    public void failure(String command, int exitCode, String problem) {
        document(command, exitCode, List.of(Fault.of("go-sync", problem)), json -> {
            json.writeArrayFieldStart("syncs");
            json.writeEndArray();
        });
    }

    /** Prints the document of a valid configuration. */
    void valid(Configuration configuration, boolean isExplained) {
        document("validate", ExitCode.DONE, List.of(), json -> {
            json.writeArrayFieldStart("syncs");
            for (ConfiguredSync sync : configuration.syncs()) {
                json.writeStartObject();
                json.writeStringField("name", sync.name());
                json.writeStringField("source", sync.source().name());
                json.writeArrayFieldStart("destinations");
                for (ConfiguredDestination destination : sync.destinations()) {
                    json.writeStartObject();
                    json.writeStringField("name", destination.name());
                    json.writeStringField("place", destination.place().name());
                    strings(json, "explanation", isExplained ? Explanation.of(sync, destination) : List.of());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("unsetVariables");
            for (String name : configuration.unsetVariables()) {
                json.writeString(name);
            }
            json.writeEndArray();
        });
    }

    void document(String command, int exitCode, List<Fault> faults, Part content) {
        try (JsonGenerator json = generator(out)) {
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

    private static void savedPlan(JsonGenerator json, SavedPlanUse use) throws IOException {
        json.writeObjectFieldStart("savedPlan");
        json.writeStringField("file", use.file());
        json.writeStringField("id", use.plan().id());
        json.writeStringField("madeAt", use.plan().madeAt().toString());
        json.writeStringField("madeBy", use.plan().madeBy().who());
        json.writeNumberField("additions", use.plan().count(Action.ADD));
        json.writeNumberField("removals", use.plan().count(Action.REMOVE));
        json.writeBooleanField("configurationChanged", use.isConfigurationChanged());
        items(json, "stale", use.check().map(PlanCheck::stale).orElse(List.of()));
        items(json, "done", use.check().map(PlanCheck::done).orElse(List.of()));
        json.writeObjectFieldStart("left");
        for (Action action : Action.values()) {
            json.writeNumberField(
                    action == Action.ADD ? "additions" : "removals",
                    use.check().map(check -> check.left(action)).orElse(0));
        }
        strings(json, "syncs", use.newSyncs());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void items(JsonGenerator json, String name, List<PlanCheck.Item> items) throws IOException {
        json.writeArrayFieldStart(name);
        for (PlanCheck.Item item : items) {
            json.writeStartObject();
            json.writeStringField("sync", item.sync());
            json.writeStringField("place", item.place());
            json.writeStringField("action", TextFormat.kebab(item.action()));
            json.writeStringField("thing", item.thing());
            json.writeStringField("reason", item.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void sync(JsonGenerator json, SyncResult sync, EarlierAdditions earlier) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", sync.setup().name());
        json.writeStringField("source", sync.setup().source().name());
        json.writeStringField("result", TextFormat.kebab(sync.status()));
        failure(json, sync.failure());
        json.writeArrayFieldStart("destinations");
        for (ConfiguredDestination destination : sync.setup().destinations()) {
            destination(json, sync, destination, earlier);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void destination(
            JsonGenerator json, SyncResult sync, ConfiguredDestination destination, EarlierAdditions earlier)
            throws IOException {
        Optional<Report> report = sync.report(destination);
        Optional<Plan> plan = report.flatMap(Report::plan);
        json.writeStartObject();
        json.writeStringField("name", destination.name());
        json.writeStringField("place", destination.place().name());
        json.writeStringField("mode", TextFormat.kebab(plan.map(Plan::mode).orElseGet(() -> destination.mode())));
        strings(json, "additions", plan.map(Plan::additions).orElse(List.of()));
        strings(json, "removals", plan.map(Plan::removals).orElse(List.of()));
        json.writeArrayFieldStart("cannotAdd");
        for (Map.Entry<String, Failure> refused :
                plan.map(Plan::cannotAdd).orElse(Map.of()).entrySet()) {
            json.writeStartObject();
            json.writeStringField("thing", refused.getKey());
            kind(json, refused.getValue().kind());
            json.writeStringField("reason", refused.getValue().reason());
            Optional<String> addedBy = earlier.before(sync.setup(), destination, refused.getKey(), refused.getValue())
                    .map(addition -> addition.sync().name());
            if (addedBy.isPresent()) {
                json.writeStringField("addedBy", addedBy.get());
            } else {
                json.writeNullField("addedBy");
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        strings(json, "alreadyThere", plan.map(Plan::alreadyThere).orElse(Map.of()));
        strings(json, "movedDomains", plan.map(Plan::movedDomains).orElse(Map.of()));
        if (plan.isPresent()) {
            json.writeNumberField("unchanged", plan.get().unchanged());
        } else {
            json.writeNullField("unchanged");
        }
        strings(json, "kept", plan.map(Plan::kept).orElse(Map.of()));
        json.writeObjectFieldStart("leftOut");
        Map<String, Integer> leftOut =
                plan.map(made -> made.destination().listing().leftOut()).orElse(Map.of());
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
        json.writeStringField("action", TextFormat.kebab(outcome.action()));
        json.writeStringField("state", TextFormat.kebab(outcome.state()));
        kind(json, outcome.kind());
        json.writeStringField("reason", outcome.reason());
        json.writeStringField("note", outcome.note());
        json.writeBooleanField("alreadyThere", outcome.alreadyThere());
        json.writeEndObject();
    }

    static void failure(JsonGenerator json, Optional<Failure> failure) throws IOException {
        if (failure.isEmpty()) {
            json.writeNullField("failure");
            return;
        }
        json.writeObjectFieldStart("failure");
        kind(json, failure.get().kind());
        json.writeStringField("message", failure.get().message());
        json.writeEndObject();
    }

    private static void kind(JsonGenerator json, Optional<FailureKind> kind) throws IOException {
        if (kind.isPresent()) {
            json.writeStringField("kind", TextFormat.kebab(kind.get()));
        } else {
            json.writeNullField("kind");
        }
    }

    static void strings(JsonGenerator json, String name, Map<String, String> strings) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> entry : strings.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    static void strings(JsonGenerator json, String name, Collection<String> strings) throws IOException {
        json.writeArrayFieldStart(name);
        for (String string : strings) {
            json.writeString(string);
        }
        json.writeEndArray();
    }
}
