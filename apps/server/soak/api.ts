import { type ApiAnswer, callApi } from '../testing/upload-file.ts';

/** One answer of the backend, as its client saw it. */
export interface TimedAnswer {
  readonly route: string;
  readonly status: number;
  /** When the request was sent, in milliseconds since the soak began. */
  readonly at: number;
  /** From the request's first byte to the answer's last. */
  readonly ms: number;
}

/** The backend behind the balancer. It times every answer. */
export interface Api {
  readonly answers: readonly TimedAnswer[];
  /** Requests without an answer: the connection broke, or the client vanished. */
  readonly unanswered: number;
  /** Sends one request of a caller. Rejects if no answer comes. */
  call(caller: string, route: string, body: object, signal?: AbortSignal): Promise<ApiAnswer>;
}

/** The password of every caller at the balancer. */
export const PASSWORD = 'a password for the soak';

/** Opens the API. `now` tells the milliseconds since the soak began. */
export function createApi(url: string, now: () => number): Api {
  const answers: TimedAnswer[] = [];
  let unanswered = 0;
  return {
    answers,
    get unanswered() {
      return unanswered;
    },
    async call(caller, route, body, signal) {
      const credentials = Buffer.from(`${caller}:${PASSWORD}`).toString('base64');
      const at = now();
      try {
        const headers = { authorization: `Basic ${credentials}` };
        const answer = await callApi(url, route, body, headers, signal);
        answers.push({ route, status: answer.status, at, ms: now() - at });
        return answer;
      } catch (error) {
        unanswered += 1;
        throw error;
      }
    },
  };
}
