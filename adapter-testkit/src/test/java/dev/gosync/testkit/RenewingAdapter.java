package dev.gosync.testkit;

import dev.gosync.testkit.WiredService.Refusal;
import java.io.IOException;

/** A right adapter that renews a token once that the service does not take any more. */
class RenewingAdapter extends WiredAdapter {
    RenewingAdapter(WiredService service, Conditions conditions) {
        super(service, conditions);
    }

    @Override
    <T> T sent(String operation, Wire<T> wire) throws IOException {
        return super.sent(operation, () -> {
            try {
                return wire.send();
            } catch (Refusal e) {
                if (!e.code.equals("authentication")) {
                    throw e;
                }
                service.token(secret);
                return wire.send();
            }
        });
    }
}
