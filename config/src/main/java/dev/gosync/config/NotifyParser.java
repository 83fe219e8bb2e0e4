package dev.gosync.config;

import static dev.gosync.config.Values.optional;
import static dev.gosync.config.Values.required;

import dev.gosync.adapter.http.BaseUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the key {@code notify}. */
final class NotifyParser {
    static final String KEY = "notify";
    static final String URL = "url";
    static final List<String> KEYS = List.of(URL, "on", "link", "format");

    private static final String SLACK = "hooks.slack.com";
    private static final Pattern SERVER = Pattern.compile("^https?://[^/?]*");
    private static final String EXAMPLE = "https://hooks.slack.com/services/...";

    private NotifyParser() {}

    /** Reads the webhook; empty if there is a fault, or its address is a variable that is empty or not set. */
    static Optional<Webhook> webhook(Field notify) {
        Map<String, Field> fields = notify.fields(KEYS);
        Optional<URI> address = required(notify, fields, URL, "the address of the webhook, for example ${WEBHOOK}")
                .flatMap(NotifyParser::address);
        Set<Webhook.Event> events =
                optional(fields, "on").map(NotifyParser::events).orElseGet(() -> EnumSet.allOf(Webhook.Event.class));
        Optional<URI> link = optional(fields, "link").flatMap(field -> Values.parsed(field, NotifyParser::link));
        Optional<Webhook.Format> format =
                optional(fields, "format").flatMap(field -> Values.chosen(field, List.of(Webhook.Format.values())));
        return address.map(url -> new Webhook(
                url,
                events,
                link,
                format.orElseGet(
                        () -> SLACK.equalsIgnoreCase(url.getHost()) ? Webhook.Format.SLACK : Webhook.Format.JSON)));
    }

    private static Optional<URI> address(Field field) {
        if (field.hasVariable() && field.plain().equals("")) {
            return Optional.empty(); // ${WEBHOOK:-} on a machine without a webhook
        }
        return Values.parsed(field, text -> {
            field.hide(SERVER.matcher(text).replaceFirst("")); // every message can have the beginning of an address
            return address(text);
        });
    }

    /** Checks an address as those of services are, except that it can have a query. */
    private static URI address(String text) {
        try {
            URI url = new URI(text);
            BaseUrl.checked(new URI(url.getScheme(), url.getRawAuthority(), "/", null, null), EXAMPLE);
            if (url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Its message shows the address.
        }
        throw new IllegalArgumentException("must be an address like " + EXAMPLE);
    }

    private static URI link(String text) {
        try {
            URI link = new URI(text);
            if (link.getHost() != null
                    && link.getRawUserInfo() == null
                    && List.of("http", "https").contains(link.getScheme())) {
                return link;
            }
        } catch (URISyntaxException e) {
            // It is not shown either, because a variable may be part of it.
        }
        throw new IllegalArgumentException("must be an address like https://ci.example.com/jobs/42");
    }

    private static Set<Webhook.Event> events(Field field) {
        Set<Webhook.Event> events = EnumSet.noneOf(Webhook.Event.class);
        for (Field item : Values.nonEmpty(field)) {
            Values.chosen(item, List.of(Webhook.Event.values())).ifPresent(events::add);
        }
        return events;
    }

    static List<String> events() {
        return Arrays.stream(Webhook.Event.values()).map(Values::kebab).toList();
    }

    static List<String> formats() {
        return Arrays.stream(Webhook.Format.values()).map(Values::kebab).toList();
    }
}
