package dev.gosync;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.CallListener;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Passes calls and waits on to a listener, and what the listener throws to the engine instead of the adapter. */
record CallRelay(CallListener listener, Consumer<Throwable> onError) implements CallListener {
    @Override
    public void callBegan(String place, String operation, int attempt) {
        try {
            listener.callBegan(place, operation, attempt);
        } catch (RuntimeException | Error e) {
            onError.accept(e);
            throw AdapterException.of(FailureKind.UNKNOWN, place, operation, "a listener failed: " + Failures.text(e))
                    .remedy("The call was not made; see what the listener needs, then run again.")
                    .cause(e)
                    .build();
        }
    }

    @Override
    public void callEnded(String place, String operation, Optional<Failure> failure) {
        tell(() -> listener.callEnded(place, operation, failure));
    }

    @Override
    public void waiting(String place, String operation, Duration time, Failure reason) {
        tell(() -> listener.waiting(place, operation, time, reason));
    }

    private void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | Error e) {
            onError.accept(e);
        }
    }
}
