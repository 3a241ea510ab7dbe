export default {
  displayName: 'lambda-kit',
  preset: '../../jest.preset.js',
};
