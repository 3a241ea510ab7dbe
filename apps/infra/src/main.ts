import { messageOf } from '@pipelines/core';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks } from 'cdk-nag';
import { acknowledgeFindings } from './acknowledged-findings.ts';
import { buildApp } from './build-app.ts';
import { namesOf } from './names.ts';
import { SettingsError } from './settings-error.ts';
import { readSettings } from './settings.ts';

try {
  const app = new App();
  const settings = readSettings((name) => app.node.tryGetContext(name) as unknown, process.env);
  acknowledgeFindings(buildApp(app, settings), settings, namesOf(settings));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new HIPAASecurityChecks(app));
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(messageOf(error));
  process.exitCode = 2;
}
