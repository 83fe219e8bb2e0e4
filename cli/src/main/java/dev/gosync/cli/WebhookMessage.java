package dev.gosync.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gosync.Objection;
import dev.gosync.Outcome;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.cli.SyncResult.Status;
import dev.gosync.config.Webhook;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a webhook is told about a run: counts, names of syncs and a link. It names no member, and it quotes no service,
 * because the messages of services name members.
 */
final class WebhookMessage {
    /** A message in a chat is short. */
    private static final int MOST_SYNCS = 20;

    private final RunResult run;
    private final Set<Webhook.Event> events;
    private final Optional<URI> link;

    private WebhookMessage(RunResult run, Set<Webhook.Event> events, Optional<URI> link) {
        this.run = run;
        this.events = events;
        this.link = link;
    }

    /** {@return the message about a run; empty if the webhook does not hear of it} */
    static Optional<WebhookMessage> of(RunResult run, Webhook webhook) {
        Set<Webhook.Event> events = events(run);
        boolean isHeard = webhook.events().stream().anyMatch(events::contains);
        return isHeard ? Optional.of(new WebhookMessage(run, events, webhook.link())) : Optional.empty();
    }

    private static Set<Webhook.Event> events(RunResult run) {
        Set<Webhook.Event> events = EnumSet.noneOf(Webhook.Event.class);
        if (!run.request().mayWrite()) {
            return events;
        }
        if (run.isJournalIncomplete()
                || run.syncs().stream().anyMatch(sync -> sync.status() != Status.DECLINED && sync.hasFailure())) {
            events.add(Webhook.Event.FAILED);
        }
        if (run.count(Status.REFUSED) > 0
                || run.saved().filter(SavedPlanUse::isStale).isPresent()) {
            events.add(Webhook.Event.REFUSED);
        }
        if (run.done() > 0) {
            events.add(Webhook.Event.CHANGED);
        }
        return events;
    }

    /** What matters most. */
    Webhook.Event event() {
        return events.contains(Webhook.Event.FAILED)
                ? Webhook.Event.FAILED
                : events.contains(Webhook.Event.REFUSED) ? Webhook.Event.REFUSED : Webhook.Event.CHANGED;
    }

    private String command() {
        return run.request().undo().isPresent() ? "undo" : "apply";
    }

    /** The name of the configuration file. Its folder is not the business of the people who read a chat. */
    private String configuration() {
        return String.valueOf(Path.of(run.request().file()).getFileName());
    }

    private List<SyncResult> syncs() {
        return run.syncs().stream()
                .filter(sync -> sync.status() != Status.NOTHING_TO_DO)
                .toList();
    }

    private static int notDone(SyncResult sync) {
        return (int) sync.reports().stream()
                .filter(report -> !report.dryRun())
                .flatMap(report -> report.outcomes().stream())
                .filter(outcome -> outcome.state() != Outcome.State.DONE && outcome.state() != Outcome.State.SKIPPED)
                .count();
    }

    private int notDone() {
        return run.syncs().stream().mapToInt(WebhookMessage::notDone).sum();
    }

    private static List<String> refusedBy(SyncResult sync) {
        return sync.reports().stream()
                .flatMap(report -> report.plan().stream())
                .flatMap(plan -> plan.objections().stream())
                .map(Objection::option)
                .distinct()
                .sorted()
                .toList();
    }

    /** {@return the document for a webhook in this format} */
    String json(Webhook.Format format) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonPrinter.compactGenerator(text)) {
            json.writeStartObject();
            if (format == Webhook.Format.SLACK) {
                json.writeStringField("text", slack());
            } else {
                write(json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeNumberField("version", JsonPrinter.VERSION);
        json.writeStringField("event", TextFormat.kebab(event()));
        JsonPrinter.strings(
                json, "events", events.stream().map(TextFormat::kebab).sorted().toList());
        json.writeStringField("command", command());
        json.writeStringField("configuration", configuration());
        json.writeNumberField("exitCode", run.exitCode());
        text(json, "run", run.run());
        text(json, "link", link.map(URI::toString));
        json.writeNumberField("added", run.done(Action.ADD));
        json.writeNumberField("removed", run.done(Action.REMOVE));
        json.writeNumberField("notDone", notDone());
        json.writeArrayFieldStart("syncs");
        for (SyncResult sync : syncs()) {
            json.writeStartObject();
            json.writeStringField("name", sync.setup().name());
            json.writeStringField("result", TextFormat.kebab(sync.status()));
            json.writeNumberField("added", sync.done(Action.ADD));
            json.writeNumberField("removed", sync.done(Action.REMOVE));
            json.writeNumberField("notDone", notDone(sync));
            JsonPrinter.strings(json, "refusedBy", refusedBy(sync));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void text(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        } else {
            json.writeNullField(name);
        }
    }

    private String slack() {
        List<String> lines = new ArrayList<>();
        lines.add("*go-sync " + command() + " " + escaped(configuration()) + ": " + TextFormat.kebab(event()) + "*");
        lines.add(counts(run.done(Action.ADD), run.done(Action.REMOVE), notDone()));
        List<SyncResult> syncs = syncs();
        syncs.stream().limit(MOST_SYNCS).map(WebhookMessage::line).forEach(lines::add);
        if (syncs.size() > MOST_SYNCS) {
            lines.add("\u2022 and " + TextFormat.count(syncs.size() - MOST_SYNCS, "more sync", "more syncs"));
        }
        run.run().ifPresent(id -> lines.add("Run " + id));
        link.ifPresent(address -> lines.add(escaped(address.toString())));
        return String.join("\n", lines);
    }

    private static String line(SyncResult sync) {
        List<String> refusedBy = refusedBy(sync);
        boolean isRefused = sync.status() == Status.REFUSED;
        return "\u2022 " + escaped(sync.setup().name()) + ": "
                + TextFormat.kebab(sync.status()).replace('-', ' ')
                + (isRefused && !refusedBy.isEmpty() ? " by " + String.join(", ", refusedBy) : "")
                + (isRefused
                        ? ""
                        : " (" + counts(sync.done(Action.ADD), sync.done(Action.REMOVE), notDone(sync)) + ")");
    }

    private static String counts(int added, int removed, int notDone) {
        return added + " added, " + removed + " removed" + (notDone > 0 ? ", " + notDone + " not done" : "");
    }

    /** Slack takes {@code <} for the beginning of a link or of a mention. */
    private static String escaped(String text) {
        return InvisibleCharacters.shownIn(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
