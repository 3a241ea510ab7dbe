/** An award as the graph takes it: every field normalised, null for absent. Dates 'YYYY-MM-DD'. */
export interface GraphAward {
  readonly award_key: string;
  readonly award_id: string;
  readonly company_name: string | null;
  readonly company_uei: string | null;
  readonly company_duns: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  readonly award_amount_cents: number | null;
  readonly award_date: string | null;
  readonly award_date_inferred: boolean;
  readonly program: string | null;
  readonly phase: string | null;
  readonly agency: string | null;
  readonly branch: string | null;
  readonly contract: string | null;
  readonly agency_tracking_number: string | null;
  readonly award_year: number | null;
  readonly award_title: string | null;
  readonly abstract: string | null;
  readonly topic_code: string | null;
  readonly solicitation_number: string | null;
  readonly contract_end_date: string | null;
  readonly pi_name: string | null;
  readonly pi_email: string | null;
  readonly pi_title: string | null;
  readonly pi_phone: string | null;
  readonly ri_name: string | null;
  readonly ri_poc_name: string | null;
  readonly ri_poc_phone: string | null;
}
