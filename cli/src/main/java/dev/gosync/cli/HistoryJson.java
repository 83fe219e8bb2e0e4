package dev.gosync.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gosync.Outcome.State;
import dev.gosync.adapter.Action;
import dev.gosync.cli.History.Item;
import dev.gosync.journal.Entry;
import dev.gosync.journal.RecordedPlan;
import dev.gosync.journal.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** Prints the history as one JSON document. Programs rely on its keys, which docs/command-line.md describes. */
final class HistoryJson {
    private final JsonPrinter printer;
    private final History history;

    HistoryJson(PrintWriter out, History history) {
        this.printer = new JsonPrinter(out);
        this.history = history;
    }

    /** All runs. */
    void list() {
        document(json -> {
            json.writeArrayFieldStart("runs");
            for (Item item : history.items()) {
                if (item.run().isPresent()) {
                    json.writeStartObject();
                    summary(json, item, item.run().get());
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
        });
    }

    /** One run, thing by thing. */
    void run() {
        document(json -> {
            for (Item item : history.items()) {
                Run run = item.run().orElseThrow();
                json.writeObjectFieldStart("run");
                summary(json, item, run);
                json.writeArrayFieldStart("places");
                for (RecordedPlan plan : run.plans()) {
                    place(json, run, plan);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
        });
    }

    /** What happened to one thing. */
    void thing(String thing) {
        document(json -> {
            json.writeStringField("thing", thing);
            json.writeArrayFieldStart("changes");
            for (Run run : history.runs().toList()) {
                for (Entry entry : History.changes(run, thing)) {
                    json.writeStartObject();
                    json.writeStringField("run", run.id());
                    json.writeStringField("command", run.info().command());
                    json.writeStringField("configuration", run.info().configuration());
                    json.writeStringField("sync", entry.sync());
                    json.writeStringField("place", entry.place());
                    outcome(json, entry);
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
        });
    }

    private void document(JsonPrinter.Part content) {
        printer.document("history", history.exitCode(), List.of(), json -> {
            json.writeStringField("journal", history.journal());
            content.write(json);
            json.writeArrayFieldStart("unreadable");
            for (Item item : history.unreadable()) {
                json.writeStartObject();
                json.writeStringField("run", item.id());
                json.writeStringField("problem", item.problem());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void summary(JsonGenerator json, Item item, Run run) throws IOException {
        json.writeStringField("id", run.id());
        json.writeStringField("began", run.began().toString());
        nullable(json, "ended", run.ended().map(Object::toString));
        json.writeStringField("result", History.result(item, run));
        json.writeStringField("command", run.info().command());
        json.writeStringField("configuration", run.info().configuration());
        nullable(json, "undoes", run.info().undoes());
        json.writeStringField("file", run.info().file());
        json.writeStringField("digest", run.info().digest());
        json.writeStringField("programVersion", run.info().version());
        json.writeStringField("user", run.info().user());
        json.writeStringField("host", run.info().host());
        json.writeNumberField("pid", run.info().pid());
        json.writeNumberField("added", run.changes(Action.ADD));
        json.writeNumberField("removed", run.changes(Action.REMOVE));
        json.writeNumberField("failed", run.count(State.FAILED));
        json.writeNumberField("skipped", run.count(State.SKIPPED));
        json.writeNumberField("notKnown", run.count(State.NOT_KNOWN));
        json.writeNumberField("notStarted", History.notStarted(run));
    }

    private static void place(JsonGenerator json, Run run, RecordedPlan plan) throws IOException {
        json.writeStartObject();
        json.writeStringField("sync", plan.sync());
        json.writeStringField("place", plan.place());
        json.writeStringField("plannedAt", plan.at().toString());
        json.writeStringField("source", plan.source());
        json.writeNumberField("sourceSize", plan.sourceSize());
        json.writeNumberField("placeSize", plan.placeSize());
        json.writeStringField("mode", TextFormat.kebab(plan.mode()));
        JsonPrinter.strings(json, "additions", plan.additions());
        JsonPrinter.strings(json, "removals", plan.removals());
        JsonPrinter.strings(json, "cannotAdd", plan.cannotAdd());
        JsonPrinter.strings(json, "alreadyThere", plan.alreadyThere());
        JsonPrinter.strings(json, "kept", plan.kept());
        JsonPrinter.strings(json, "objections", plan.objections());
        json.writeNumberField("requests", run.requests().getOrDefault(plan.place(), 0));
        json.writeArrayFieldStart("outcomes");
        for (Entry entry : run.entries()) {
            if (entry.sync().equals(plan.sync()) && entry.place().equals(plan.place())) {
                json.writeStartObject();
                outcome(json, entry);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        nullable(json, "failure", Optional.ofNullable(run.failures().get(plan.place())));
        json.writeEndObject();
    }

    private static void outcome(JsonGenerator json, Entry entry) throws IOException {
        json.writeStringField("thing", entry.thing());
        json.writeStringField("action", TextFormat.kebab(entry.action()));
        json.writeStringField("state", TextFormat.kebab(entry.state()));
        json.writeStringField("at", entry.at().toString());
        json.writeStringField("reason", entry.reason());
        json.writeBooleanField("alreadyThere", entry.alreadyThere());
    }

    private static void nullable(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        } else {
            json.writeNullField(name);
        }
    }
}
