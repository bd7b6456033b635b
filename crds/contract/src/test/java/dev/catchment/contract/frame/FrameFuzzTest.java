package dev.catchment.contract.frame;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Coverage-guided search for bytes that the decoder misreads. Without {@code JAZZER_FUZZ=1} only the inputs kept in
 * {@code FrameFuzzTestInputs} are run.
 */
class FrameFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void anyBytes(byte[] bytes) {
        FrameReading.readsOrRefuses(bytes);
        FrameReading.readsOrRefuses(FrameReading.asFrame(bytes));
    }
}
