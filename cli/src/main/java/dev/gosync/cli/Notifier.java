package dev.gosync.cli;

import dev.gosync.config.Webhook;
import java.util.Optional;

/** Tells a webhook about a run that has ended. If that fails, the run is as it was, and there is one warning. */
final class Notifier {
    private final ProgramContext context;
    private final Optional<Webhook> webhook;

    Notifier(ProgramContext context, Optional<Webhook> webhook) {
        this.context = context;
        this.webhook = webhook;
    }

    void runFinished(RunResult run) {
        // The client of the webhook is only loaded for a message.
        webhook.ifPresent(
                configured -> WebhookMessage.of(run, configured).ifPresent(message -> send(configured, message)));
    }

    private void send(Webhook configured, WebhookMessage message) {
        context.out().flush(); // the results are there before the call
        Optional<String> problem;
        try {
            problem =
                    new WebhookCall(WebhookCall.TIMEOUT).post(configured.address(), message.json(configured.format()));
        } catch (RuntimeException | LinkageError e) { // its message can show the address
            problem = Optional.of("the message could not be sent");
        }
        problem.ifPresent(why -> context.printMessage("warning: the message that this run "
                + switch (message.event()) {
                    case FAILED -> "failed";
                    case REFUSED -> "was refused";
                    case CHANGED -> "changed something";
                }
                + " was not sent to the webhook of notify: " + why + ". The run itself is not affected."));
    }
}
